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

// A command of the suite.
type command struct {
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
		var next command
		if err := json.Unmarshal(lines.Bytes(), &next); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		if next.Do == "open" {
			chats[next.Chat] = open(next)
			reply(next.ID, struct{}{}, nil)
			continue
		}
		chat := chats[next.Chat]
		if chat == nil {
			reply(next.ID, nil, fmt.Errorf("no chat %q", next.Chat))
			continue
		}
		running.Add(1)
		go func() {
			defer running.Done()
			result, err := chat.do(next)
			reply(next.ID, result, err)
		}()
	}
	for _, chat := range chats {
		chat.close()
	}
	running.Wait()
}

func reply(id int, result any, err error) {
	if err != nil {
		write(map[string]any{"id": id, "error": problemOf(err)})
		return
	}
	write(map[string]any{"id": id, "result": result})
}

var out struct {
	sync.Mutex
	lines *json.Encoder
}

func write(line map[string]any) {
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

// problemOf makes the form of an error that all drivers use.
func problemOf(err error) map[string]any {
	problem := map[string]any{"code": "internal", "message": err.Error()}
	var refusal *parlance.Refusal
	switch {
	case errors.As(err, &refusal):
		problem["code"], problem["message"] = refusal.Code, refusal.Detail
		if refusal.Fields != nil {
			problem["fields"] = refusal.Fields
		}
	case errors.Is(err, parlance.ErrNoToken):
		problem["code"] = "no_token"
	case errors.Is(err, parlance.ErrBadServer):
		problem["code"] = "bad_server"
	case errors.Is(err, parlance.ErrDisconnected):
		problem["code"] = "disconnected"
	}
	return problem
}
