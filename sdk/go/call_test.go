package parlance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func TestGOS5ASendIsRetriedWithItsClientID(t *testing.T) {
	t.Parallel()
	var ids list
	client := New(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var input struct{ ClientID string }
		text, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(text, &input)
		switch ids.add(input.ClientID) {
		case 1:
			panic(http.ErrAbortHandler) // the connection breaks before the answer
		case 2:
			problem(w, http.StatusServiceUnavailable, ErrUnavailable)
		default:
			fmt.Fprintf(w, `{"id":"msg_1","text":"hi"}`)
		}
	})), StaticToken("a"))
	message, err := client.Send(context.Background(), room, "hi")
	if err != nil || message.Text != "hi" {
		t.Fatal(message, err)
	}
	if all := ids.all(); len(all) != 3 || all[0] == "" || len(slices.Compact(all)) != 1 {
		t.Errorf("the clientIds are %v", all)
	}
}

func TestGOS5ACommandThatMustNotRunTwiceIsSentOnce(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	client := New(serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		requests.Add(1)
		panic(http.ErrAbortHandler)
	})), StaticToken("a"))
	_, err := client.Rooms.Create(context.Background(), RoomsCreateInput{Type: RoomTypeGroup, Name: "Kitchen"})
	if !errors.Is(err, ErrDisconnected) || requests.Load() != 1 {
		t.Errorf("%d requests: %v", requests.Load(), err)
	}
}

func TestGOS5ACallLastsNoLongerThanItsContext(t *testing.T) {
	t.Parallel()
	client := New("http://127.0.0.1:1", StaticToken("a"))
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := client.Me.Get(ctx); !errors.Is(err, ErrDisconnected) {
		t.Error(err)
	}
}

func TestGOS6ErrorsIsFindsEveryRefusalByItsCode(t *testing.T) {
	t.Parallel()
	for code, fixture := range fixtures(t, "refusals") {
		var want struct {
			Status int
			Detail string
			Fields map[string]string
		}
		_ = json.Unmarshal(fixture.Full, &want)
		client := New(serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(want.Status)
			_, _ = w.Write(fixture.Full)
		})), nil, RetryFor(0))
		_, err := client.Me.Get(context.Background())
		var refusal *Refusal
		if !errors.Is(err, Code(code)) || errors.Is(err, Code("another")) || !errors.As(err, &refusal) {
			t.Fatalf("%s: %v", code, err)
		}
		if refusal.Status != want.Status || refusal.Detail != want.Detail || refusal.Fields["text"] != "is empty" || refusal.RetryAfter != time.Second || !refusal.Until.Equal(time.Date(2026, 1, 2, 3, 4, 5, 678_000_000, time.UTC)) || refusal.ID != "7f3c1a2b" {
			t.Errorf("%s: %#v", code, refusal)
		}
	}
}

func TestGOS2HistoryIsReadPageByPage(t *testing.T) {
	t.Parallel()
	var queries list
	client := New(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		queries.add(r.URL.RawQuery)
		pages := map[string]string{"": "[{\"seq\":5},{\"seq\":7}]", "before=5": "[{\"seq\":3}]", "before=3": "[]"}
		fmt.Fprintf(w, `{"messages":%s,"seq":7,"cursor":"c"}`, pages[r.URL.RawQuery])
	})), StaticToken("a"))
	var seqs []int64
	for message, err := range client.History(context.Background(), MessagesListInput{Room: room}) {
		if err != nil {
			t.Fatal(err)
		}
		seqs = append(seqs, message.Seq)
	}
	same(t, seqs, 7, 5, 3)
	same(t, queries.all(), "", "before=5", "before=3")
}

func TestGOS6AnAddressIsMadeOfTheInput(t *testing.T) {
	t.Parallel()
	with := func(name string, input any) (string, []byte, error) {
		command, _ := commands.find(name)
		fields, _ := fieldsOf(input)
		return command.with(fields)
	}
	address, body, err := with("reactions.add", ReactionsAddInput{Room: room, Message: "msg/1", Emoji: "👍"})
	if err != nil || address != "/rooms/"+string(room)+"/messages/msg%2F1/reactions/%F0%9F%91%8D" || string(body) != "{}" {
		t.Error(address, string(body), err)
	}
	if _, _, err := with("reactions.add", ReactionsAddInput{Room: room}); err == nil {
		t.Error("an empty id made an address")
	}
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.FixedZone("east", 3600))
	_, body, _ = with("preferences.update", PreferencesUpdateInput{Room: room, MutedUntil: To(at), Position: None[int64]()})
	sameJSON(t, body, []byte(`{"mutedUntil":"2026-11-21T11:00:00Z","position":null}`))
}

func TestGOS6AnUnknownCommandIsAnError(t *testing.T) {
	t.Parallel()
	if err := New("http://127.0.0.1:1", nil).Call(context.Background(), "robots.dance", nil, nil); !errors.Is(err, ErrNoSuchCommand) {
		t.Error(err)
	}
}
