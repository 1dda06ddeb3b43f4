package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	parlance "parlance.example/sdk/go"
)

type chat struct {
	name        string
	client      *parlance.Client
	connections *connections
	ctx         context.Context
	cancel      context.CancelFunc
	ended       chan struct{}
}

func open(next command) *chat {
	ctx, cancel := context.WithCancel(context.Background())
	connections := &connections{}
	tokens := tokens{chat: next.Chat, all: next.Tokens}
	client := parlance.New(next.URL, tokens.next,
		parlance.WithHTTPClient(&http.Client{Transport: &http.Transport{DialContext: connections.dial}}))
	c := &chat{next.Chat, client, connections, ctx, cancel, make(chan struct{})}
	go c.listen()
	return c
}

func (c *chat) do(next command) (any, error) {
	switch next.Do {
	case "call":
		result := json.RawMessage("{}")
		err := c.client.Call(c.ctx, next.Name, next.Input, &result)
		return result, err
	case "history":
		messages := []parlance.Message{}
		for message, err := range c.client.History(c.ctx, parlance.MessagesListInput{Room: next.Room}) {
			if err != nil {
				return nil, err
			}
			messages = append(messages, message)
		}
		return respelled(messages), nil
	case "drop":
		c.connections.cut()
		return struct{}{}, nil
	case "close":
		c.close()
		return struct{}{}, nil
	}
	return nil, fmt.Errorf("unknown command %q", next.Do)
}

func (c *chat) close() {
	c.cancel()
	<-c.ended
}

func (c *chat) listen() {
	defer close(c.ended)
	for event, err := range c.client.Events(c.ctx, parlance.OnStatus(c.onStatus)) {
		var refusal *parlance.Refusal
		switch event := event.(type) {
		case nil:
			// A refusal ends the loop, and the status contains it.
			if !errors.As(err, &refusal) {
				write(map[string]any{"chat": c.name, "fault": problemOf(err)})
			}
		case parlance.Reset:
			write(map[string]any{"chat": c.name, "reset": event.Reason})
		case parlance.UnknownEvent:
			write(map[string]any{"chat": c.name, "event": event.Raw()})
		default:
			write(map[string]any{"chat": c.name, "event": respelled(event), "raw": event.Raw()})
		}
	}
}

func (c *chat) onStatus(status parlance.Status) {
	line := map[string]any{"state": status.State}
	if status.State == parlance.StateLive {
		line["user"] = respelled(status.User)
	}
	if status.Err != nil {
		line["error"] = problemOf(status.Err)
	}
	write(map[string]any{"chat": c.name, "status": line})
}

// tokens are the tokens of a test, one for each request. The last one is used again.
type tokens struct {
	chat string
	mu   sync.Mutex
	all  []string
}

func (t *tokens) next(ctx context.Context, reason parlance.TokenReason) (string, error) {
	write(map[string]any{"chat": t.chat, "asked": reason})
	t.mu.Lock()
	token := t.all[0]
	if len(t.all) > 1 {
		t.all = t.all[1:]
	}
	t.mu.Unlock()
	switch token {
	case "throw":
		return "", errors.New("thrown")
	case "hang":
		<-ctx.Done()
		return "", ctx.Err()
	}
	return token, nil
}

// connections are the open connections, which a test cuts as a failing network does.
type connections struct {
	mu  sync.Mutex
	all []net.Conn
}

func (c *connections) dial(ctx context.Context, network, address string) (net.Conn, error) {
	connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err == nil {
		c.mu.Lock()
		c.all = append(c.all, connection)
		c.mu.Unlock()
	}
	return connection, err
}

func (c *connections) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, connection := range c.all {
		connection.Close()
	}
	c.all = nil
}

// respelled is a value as the server writes it: Go leaves out the zeros at the end of a time.
func respelled(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return problemOf(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		return problemOf(err)
	}
	return withTimes("", plain)
}

// Fields that contain a time.
var timeFields = map[string]bool{"at": true, "until": true}

func withTimes(key string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if key != "data" && key != "info" {
				value[key] = withTimes(key, inner)
			}
		}
	case []any:
		for i, inner := range value {
			value[i] = withTimes(key, inner)
		}
	case string:
		if isTime := timeFields[key] || len(key) > 2 && key[len(key)-2:] == "At" || key == "mutedUntil"; !isTime {
			return value
		}
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return at.Format("2006-01-02T15:04:05.000Z07:00")
		}
	}
	return value
}
