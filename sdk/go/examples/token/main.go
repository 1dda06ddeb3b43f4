// Command token is the part of an app's backend that signs tokens: a user who is signed in to the app gets
// a token for the chat.
//
//	PARLANCE_JWT_SECRET=… go run ./examples/token -listen localhost:9000
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"

	parlance "parlance.example/sdk/go"
)

func main() {
	address := flag.String("listen", "localhost:9000", "the address to listen on")
	flag.Parse()
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("http://" + listener.Addr().String())
	log.Fatal(http.Serve(listener, tokens([]byte(os.Getenv("PARLANCE_JWT_SECRET")))))
}

func tokens(secret []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, name, isSignedIn := userOf(r)
		if !isSignedIn {
			http.Error(w, "Sign in first", http.StatusUnauthorized)
			return
		}
		token, err := parlance.MintToken(secret, parlance.Claims{
			User:   parlance.UserID(id),
			Name:   name,
			Issuer: "the-app",
			Info:   map[string]any{"team": "blue"},
		})
		if err != nil {
			log.Print(err)
			http.Error(w, "Internal error", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"token": token}) // an error means that the client has disconnected
	})
}

// userOf stands for the app's own sign-in. This one trusts every request: do not use it.
func userOf(r *http.Request) (id, name string, isSignedIn bool) {
	id, name = r.Header.Get("X-User"), r.Header.Get("X-Name")
	return id, name, id != "" && name != ""
}
