package parlance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

const room = RoomID("room_01jd6hc8w4f5wvfx3k0d9m2q7r")

// A script is a server that sends the test's streams: one for each connection, and the last one for all
// further connections.
type script struct {
	streams []string
	// The Last-Event-ID of each connection.
	since list
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := min(s.since.add(r.Header.Get("Last-Event-ID")), len(s.streams)) - 1
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, s.streams[n])
	w.(http.Flusher).Flush()
	if n == len(s.streams)-1 {
		<-r.Context().Done()
	}
}

// A list that the server and the test share.
type list struct {
	mu    sync.Mutex
	texts []string
}

// add returns the new length.
func (l *list) add(text string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.texts = append(l.texts, text)
	return len(l.texts)
}

func (l *list) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.texts)
}

func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func ready(id string) string {
	return fmt.Sprintf("id: %s\nevent: ready\ndata: {\"user\":{\"id\":\"ana\",\"name\":\"Ana\",\"kind\":\"person\",\"createdAt\":\"2026-11-21T10:20:30.125Z\"},\"cursor\":\"%s\"}\n\n", id, id)
}

func entry(seq int) string {
	return fmt.Sprintf("id: c%d\ndata: {\"type\":\"room.deleted\",\"log\":\"%s\",\"seq\":%d,\"cursor\":\"c\",\"at\":\"2026-11-21T10:20:30.125Z\",\"by\":{\"id\":\"ben\",\"name\":\"Ben\"}}\n\n", seq, room, seq)
}

func problem(w http.ResponseWriter, status int, code Code) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"code":%q,"detail":"a text","fields":{"text":"is empty"}}`, code)
}

// received is a short form of the first events of a client.
func received(t *testing.T, client *Client, count int, options ...EventsOption) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	var all []string
	for event, err := range client.Events(ctx, options...) {
		all = append(all, short(event, err))
		if len(all) == count {
			return all
		}
	}
	return append(all, "end")
}

func short(event Event, err error) string {
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return string(refusal.Code)
	case errors.Is(err, ErrBadServer):
		return "bad server"
	case errors.Is(err, ErrNoToken):
		return "no token"
	case err != nil:
		return err.Error()
	}
	_, seq, _ := event.position()
	if seq > 0 {
		return fmt.Sprint(seq)
	}
	return event.EventType()
}
