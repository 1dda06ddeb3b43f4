package parlance_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	parlance "parlance.example/sdk/go"
)

// If the server allows guests, a name is enough to sign in.
func ExampleNew_guest() {
	ctx := context.Background()
	guest, err := parlance.New("http://localhost:8000", nil).
		Guests.Create(ctx, parlance.GuestsCreateInput{Name: "Ana"})
	if err != nil {
		log.Fatal(err)
	}
	client := parlance.New("http://localhost:8000", parlance.StaticToken(guest.Token))
	rooms, err := client.Rooms.List(ctx, parlance.RoomsListInput{})
	if err != nil {
		log.Fatal(err)
	}
	for _, room := range rooms.Rooms {
		fmt.Println(room.Name, room.Unread)
	}
}

// The app's backend signs a token for the signed-in user.
func ExampleNew_token() {
	client := parlance.New("https://chat.example.com",
		func(ctx context.Context, reason parlance.TokenReason) (string, error) {
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://app.example.com/chat-token", nil)
			if err != nil {
				return "", err
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				return "", err
			}
			defer response.Body.Close()
			var body struct{ Token string }
			err = json.NewDecoder(response.Body).Decode(&body)
			return body.Token, err
		})
	me, err := client.Me.Get(context.Background())
	fmt.Println(me.Name, err)
}

// Every event of the user's rooms.
func ExampleClient_Events() {
	client := parlance.New("http://localhost:8000", parlance.StaticToken(os.Getenv("PARLANCE_TOKEN")))
	for event, err := range client.Events(context.Background()) {
		if err != nil {
			log.Print(err) // the stream continues
			continue
		}
		switch e := event.(type) {
		case parlance.MessageCreated:
			fmt.Printf("%s: %s\n", e.Message.Sender.Name, e.Message.Text)
		case parlance.Reset:
			fmt.Println("read the rooms again:", e.Reason)
		case parlance.UnknownEvent:
			fmt.Println("an event of a newer server:", e.Type, string(e.Raw()))
		}
	}
}

// A snapshot, and every event after it.
func ExampleFrom() {
	ctx := context.Background()
	client := parlance.New("http://localhost:8000", parlance.StaticToken(os.Getenv("PARLANCE_TOKEN")))
	rooms, err := client.Rooms.List(ctx, parlance.RoomsListInput{})
	if err != nil {
		log.Fatal(err)
	}
	for event := range client.Events(ctx, parlance.From(rooms.Cursor)) {
		fmt.Println(event.EventType())
	}
}

// The last hundred messages, the newest first.
func ExampleClient_History() {
	client := parlance.New("http://localhost:8000", parlance.StaticToken(os.Getenv("PARLANCE_TOKEN")))
	count := 0
	for message, err := range client.History(context.Background(), parlance.MessagesListInput{Room: "room_…"}) {
		if err != nil {
			log.Fatal(err)
		}
		if count++; count > 100 {
			break
		}
		fmt.Println(message.Text)
	}
}

// errors.Is finds a refusal by its code.
func ExampleRefusal() {
	ctx := context.Background()
	client := parlance.New("http://localhost:8000", parlance.StaticToken(os.Getenv("PARLANCE_TOKEN")))
	_, err := client.Send(ctx, "room_…", "Hello")
	var refusal *parlance.Refusal
	switch {
	case errors.Is(err, parlance.ErrForbidden):
		fmt.Println("only the staff can send messages here")
	case errors.As(err, &refusal):
		fmt.Println(refusal.Detail, refusal.Fields, refusal.RetryAfter)
	}
}

// A field that is left out stays as it is. An empty topic removes the topic. nil and None differ.
func ExampleChange() {
	ctx := context.Background()
	client := parlance.New("http://localhost:8000", parlance.StaticToken(os.Getenv("PARLANCE_TOKEN")))
	_, _ = client.Rooms.Update(ctx, parlance.RoomsUpdateInput{Room: "room_…", Topic: parlance.Ptr("")})
	_, _ = client.Preferences.Update(ctx, parlance.PreferencesUpdateInput{
		Room:       "room_…",
		MutedUntil: parlance.To(time.Now().Add(time.Hour)),
		Position:   parlance.None[int64](),
	})
}
