// Command bot answers every message that contains its name, in all rooms of which it is a member.
//
//	PARLANCE_URL=http://localhost:8000 PARLANCE_TOKEN=eyJ… go run ./examples/bot
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"

	parlance "parlance.example/sdk/go"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	client := parlance.New(os.Getenv("PARLANCE_URL"), parlance.StaticToken(os.Getenv("PARLANCE_TOKEN")))
	if err := run(ctx, client); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, client *parlance.Client) error {
	me, err := client.Me.Get(ctx)
	if err != nil {
		return err
	}
	onStatus := parlance.OnStatus(func(status parlance.Status) { fmt.Println(status.State) })
	for event, err := range client.Events(ctx, onStatus) {
		if err != nil {
			log.Print(err) // the stream continues
			continue
		}
		switch e := event.(type) {
		case parlance.MessageCreated:
			if err := answer(ctx, client, me, e.Message); err != nil {
				log.Print(err)
			}
		case parlance.Reset:
			log.Print("events were missed: ", e.Reason)
		}
	}
	return nil
}

func answer(ctx context.Context, client *parlance.Client, me parlance.User, message parlance.Message) error {
	isMentioned := strings.Contains(strings.ToLower(message.Text), strings.ToLower(me.Name))
	if message.Sender.ID == me.ID || !isMentioned {
		return nil
	}
	_, err := client.Messages.Send(ctx, parlance.MessagesSendInput{
		Room:    message.Room,
		Text:    "Hello " + message.Sender.Name + ", I am " + me.Name + ".",
		ReplyTo: message.ID,
		// With the same ClientID a second answer to this message is not stored.
		ClientID: "answer-" + string(message.ID),
	})
	return err
}
