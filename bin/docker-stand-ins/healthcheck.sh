#!/bin/sh
# The check of the image of MariaDB: whether the server accepts its user over TCP.
exec mariadb --protocol=tcp -h 127.0.0.1 -u "$MARIADB_USER" -p"$MARIADB_PASSWORD" -e 'select 1' "$MARIADB_DATABASE" >/dev/null
