// Command backend is the part of an app's backend that handles an order: it makes a room for the customer
// and a clerk, sends a message to it, and creates a token for the customer.
//
//	PARLANCE_MANAGEMENT_URL=http://localhost:7999 PARLANCE_API_KEY=… go run ./examples/backend
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	parlance "parlance.example/sdk/go"
)

func main() {
	backend := parlance.NewBackend(os.Getenv("PARLANCE_MANAGEMENT_URL"), os.Getenv("PARLANCE_API_KEY"))
	room, token, err := order(context.Background(), backend, "4711", "ana", "clerk")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(room.ID, token)
}

// order can be repeated: no user, room or message is created twice.
func order(ctx context.Context, backend *parlance.Backend, number string, people ...parlance.UserID) (parlance.Room, string, error) {
	var members []parlance.BackendRoomsCreateInputMember
	for _, person := range people {
		if _, err := backend.Users.Create(ctx, parlance.BackendUsersCreateInput{ID: person, Name: string(person)}); err != nil {
			return parlance.Room{}, "", err
		}
		members = append(members, parlance.BackendRoomsCreateInputMember{User: person})
	}
	room, err := backend.Rooms.Create(ctx, parlance.BackendRoomsCreateInput{
		Type: parlance.RoomTypeGroup, Name: "Order " + number, Key: "order-" + number, Members: members,
	})
	if err != nil {
		return room, "", err
	}
	_, err = backend.Messages.Send(ctx, parlance.BackendMessagesSendInput{
		Room: room.ID, Text: "The order is on its way.", ClientID: "order-" + number,
	})
	if err != nil {
		return room, "", err
	}
	token, err := backend.Tokens.Create(ctx, parlance.BackendTokensCreateInput{User: people[0]})
	return room, token.Token, err
}
