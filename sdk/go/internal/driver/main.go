// Command driver lets the conformance suite (tests/conformance) drive this SDK: it reads JSON lines
// and writes JSON lines.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"

	parlance "parlance.example/sdk/go"
)

// An order of the suite.
type order struct {
	ID     int             `json:"id"`
	Do     string          `json:"do"`
	Chat   string          `json:"chat"`
	URL    string          `json:"url"`
	Tokens []string        `json:"tokens"`
	Name   string          `json:"name"`
	Input  json.RawMessage `json:"input"`
	Room   parlance.RoomID `json:"room"`
}

func main() {
	chats := map[string]*chat{}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	var running sync.WaitGroup
	for lines.Scan() {
		var now order
		if err := json.Unmarshal(lines.Bytes(), &now); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		if now.Do == "open" {
			chats[now.Chat] = open(now)
			reply(now.ID, struct{}{}, nil)
			continue
		}
		chat := chats[now.Chat]
		if chat == nil {
			reply(now.ID, nil, fmt.Errorf("there is no chat %q", now.Chat))
			continue
		}
		running.Add(1)
		go func() {
			defer running.Done()
			result, err := chat.do(now)
			reply(now.ID, result, err)
		}()
	}
	for _, chat := range chats {
		chat.close()
	}
	running.Wait()
}

func reply(id int, result any, err error) {
	if err != nil {
		say(map[string]any{"id": id, "error": wordsFor(err)})
		return
	}
	say(map[string]any{"id": id, "result": result})
}

var out struct {
	sync.Mutex
	lines *json.Encoder
}

func say(line map[string]any) {
	out.Lock()
	defer out.Unlock()
	if out.lines == nil {
		out.lines = json.NewEncoder(os.Stdout)
		out.lines.SetEscapeHTML(false)
	}
	if err := out.lines.Encode(line); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// wordsFor an error are those that every SDK has for it.
func wordsFor(err error) map[string]any {
	words := map[string]any{"code": "internal", "message": err.Error()}
	var refusal *parlance.Refusal
	switch {
	case errors.As(err, &refusal):
		words["code"], words["message"] = refusal.Code, refusal.Detail
		if refusal.Fields != nil {
			words["fields"] = refusal.Fields
		}
	case errors.Is(err, parlance.ErrNoToken):
		words["code"] = "no_token"
	case errors.Is(err, parlance.ErrBadServer):
		words["code"] = "bad_server"
	case errors.Is(err, parlance.ErrDisconnected):
		words["code"] = "disconnected"
	}
	return words
}
