// Command bot is in every room that it is added to, and answers whoever says its name.
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
	status := parlance.OnStatus(func(now parlance.Status) { fmt.Println(now.State) })
	for event, err := range client.Events(ctx, status) {
		if err != nil {
			log.Print(err) // it goes on by itself
			continue
		}
		switch e := event.(type) {
		case parlance.MessageCreated:
			if err := answer(ctx, client, me, e.Message); err != nil {
				log.Print(err)
			}
		case parlance.Reset:
			log.Print("something was missed: ", e.Reason)
		}
	}
	return nil
}

func answer(ctx context.Context, client *parlance.Client, me parlance.User, received parlance.Message) error {
	isMeant := strings.Contains(strings.ToLower(received.Text), strings.ToLower(me.Name))
	if received.Sender.ID == me.ID || !isMeant {
		return nil
	}
	_, err := client.Messages.Send(ctx, parlance.MessagesSendInput{
		Room:    received.Room,
		Text:    "Hello " + received.Sender.Name + ", I am " + me.Name + ".",
		ReplyTo: received.ID,
		// Should the bot be started anew and hear this again, it answers once.
		ClientID: "answer-" + string(received.ID),
	})
	return err
}
