# The server and the front end as containers of their own, in a network of their own. `docker compose up` starts both in one.
compose = docker compose --profile split

# Builds the image, and creates the network and the containers.
all:
	$(compose) create --build backend frontend

# In two terminals. Ctrl+C ends the container.
runBackend:
	$(compose) up --no-deps backend

runFrontend:
	$(compose) up --no-deps frontend

.PHONY: all runBackend runFrontend
