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
	name   string
	client *parlance.Client
	wires  *wires
	ctx    context.Context
	cancel context.CancelFunc
	ended  chan struct{}
}

func open(now order) *chat {
	ctx, cancel := context.WithCancel(context.Background())
	wires := &wires{}
	given := given{chat: now.Chat, tokens: now.Tokens}
	client := parlance.New(now.URL, given.next,
		parlance.WithHTTPClient(&http.Client{Transport: &http.Transport{DialContext: wires.dial}}))
	c := &chat{now.Chat, client, wires, ctx, cancel, make(chan struct{})}
	go c.listen()
	return c
}

func (c *chat) do(now order) (any, error) {
	switch now.Do {
	case "call":
		result := json.RawMessage("{}")
		err := c.client.Call(c.ctx, now.Name, now.Input, &result)
		return result, err
	case "history":
		messages := []parlance.Message{}
		for message, err := range c.client.History(c.ctx, parlance.MessagesListInput{Room: now.Room}) {
			if err != nil {
				return nil, err
			}
			messages = append(messages, message)
		}
		return wire(messages), nil
	case "drop":
		c.wires.cut()
		return struct{}{}, nil
	case "close":
		c.close()
		return struct{}{}, nil
	}
	return nil, fmt.Errorf("nobody can %q", now.Do)
}

func (c *chat) close() {
	c.cancel()
	<-c.ended
}

func (c *chat) listen() {
	defer close(c.ended)
	for event, err := range c.client.Events(c.ctx, parlance.OnStatus(c.status)) {
		var refusal *parlance.Refusal
		switch event := event.(type) {
		case nil:
			// A refusal ends it: its status has said so.
			if !errors.As(err, &refusal) {
				say(map[string]any{"chat": c.name, "fault": wordsFor(err)})
			}
		case parlance.Reset:
			say(map[string]any{"chat": c.name, "reset": event.Reason})
		case parlance.Unknown:
			say(map[string]any{"chat": c.name, "told": event.Raw()})
		default:
			say(map[string]any{"chat": c.name, "told": wire(event), "raw": event.Raw()})
		}
	}
}

func (c *chat) status(now parlance.Status) {
	status := map[string]any{"state": now.State}
	if now.State == parlance.StateLive {
		status["user"] = wire(now.User)
	}
	if now.Err != nil {
		status["error"] = wordsFor(now.Err)
	}
	say(map[string]any{"chat": c.name, "status": status})
}

// given are the tokens of a test, one for each time that one is asked for.
type given struct {
	chat   string
	mu     sync.Mutex
	tokens []string
}

func (g *given) next(ctx context.Context, why parlance.Why) (string, error) {
	say(map[string]any{"chat": g.chat, "asked": why})
	g.mu.Lock()
	token := g.tokens[0]
	if len(g.tokens) > 1 {
		g.tokens = g.tokens[1:]
	}
	g.mu.Unlock()
	switch token {
	case "throw":
		return "", errors.New("thrown")
	case "hang":
		<-ctx.Done()
		return "", ctx.Err()
	}
	return token, nil
}

// wires are the connections that there are, to cut them as a network would.
type wires struct {
	mu  sync.Mutex
	all []net.Conn
}

func (w *wires) dial(ctx context.Context, network, address string) (net.Conn, error) {
	wire, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err == nil {
		w.mu.Lock()
		w.all = append(w.all, wire)
		w.mu.Unlock()
	}
	return wire, err
}

func (w *wires) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, wire := range w.all {
		wire.Close()
	}
	w.all = nil
}

// wire is a value as the server spells it: Go leaves out the zeros at the end of a time.
func wire(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return wordsFor(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		return wordsFor(err)
	}
	return respelled("", plain)
}

// Where a time may stand.
var timed = map[string]bool{"at": true, "until": true}

func respelled(key string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if key != "data" && key != "info" {
				value[key] = respelled(key, inner)
			}
		}
	case []any:
		for i, inner := range value {
			value[i] = respelled(key, inner)
		}
	case string:
		if isTime := timed[key] || len(key) > 2 && key[len(key)-2:] == "At" || key == "mutedUntil"; !isTime {
			return value
		}
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return at.Format("2006-01-02T15:04:05.000Z07:00")
		}
	}
	return value
}
