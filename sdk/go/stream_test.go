package parlance

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func same[T comparable](t *testing.T, got []T, want ...T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestGOS2AStreamResumesAfterALostConnection(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + entry(1) + entry(2), entry(2) + entry(3) + ready("c3") + entry(4)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 4), "1", "2", "3", "4")
	same(t, s.since.all(), "", "c2")
}

func TestGOS2AStreamStartsAtACursor(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{entry(7) + ready("c7")}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 1, From("c6")), "7")
	same(t, s.since.all(), "c6")
}

func TestGOS2ACutOffBlockIsNotDelivered(t *testing.T) {
	t.Parallel()
	cut := entry(2)
	s := &script{streams: []string{ready("c0") + entry(1) + cut[:len(cut)-1], entry(2) + ready("c2")}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 2), "1", "2")
	same(t, s.since.all(), "", "c1")
}

func TestGOS3AnInvalidFrameIsReportedOnceAndTheStreamResumes(t *testing.T) {
	t.Parallel()
	for name, invalid := range map[string]string{
		"a gap":                  entry(3),
		"broken JSON":            "id: c2\ndata: {\"type\":\n\n",
		"an event without a seq": "data: {\"type\":\"room.deleted\"}\n\n",
		"a wrong type":           strings.Replace(entry(2), `"seq":2`, `"seq":"two"`, 1),
		"an endless line":        "data: " + strings.Repeat("x", lineBytes+1),
		"an empty ready":         "event: ready\ndata: {}\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &script{streams: []string{ready("c0") + entry(1) + invalid, entry(2) + ready("c2") + entry(3)}}
			same(t, received(t, New(serve(t, s), StaticToken("a")), 4), "1", "bad server", "2", "3")
			same(t, s.since.all(), "", "c1")
		})
	}
}

func TestGOS3ASecondInvalidFrameResetsTheStream(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + entry(1) + entry(3), entry(3), ready("c3") + entry(4)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 4), "1", "bad server", "reset", "4")
	same(t, s.since.all(), "", "c1", "")
}

func TestGOS2AResetOfTheServerIsDelivered(t *testing.T) {
	t.Parallel()
	reset := "event: reset\ndata: {\"reason\":\"too far\"}\n\n"
	s := &script{streams: []string{ready("c0") + entry(1), reset + ready("c9") + entry(9)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 3), "1", "reset", "9")
}

func TestGOS2AnInvalidCursorResetsTheStream(t *testing.T) {
	t.Parallel()
	end := "event: close\ndata: {\"code\":\"invalid_cursor\",\"close\":4400}\n\n"
	s := &script{streams: []string{ready("c0") + entry(1) + end, ready("c5") + entry(6)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 3), "1", "reset", "6")
	same(t, s.since.all(), "", "")
}

func TestGOS3UnknownEventsOfANewerServerAreDelivered(t *testing.T) {
	t.Parallel()
	durable := strings.Replace(entry(2), "room.deleted", "robot.danced", 1)
	ephemeral := "data: {\"type\":\"robot.waved\",\"log\":\"x\"}\n\n"
	control := "event: robots\ndata: beep\n\n"
	s := &script{streams: []string{ready("c0") + entry(1) + durable + ephemeral + control + entry(3)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 4), "1", "2", "robot.waved", "3")
}

func TestGOS2AFinalRefusalEndsTheLoop(t *testing.T) {
	t.Parallel()
	end := "event: close\ndata: {\"code\":\"forbidden\",\"close\":4403}\n\n"
	s := &script{streams: []string{ready("c0") + end}}
	var last Status
	got := received(t, New(serve(t, s), StaticToken("a")), 9, OnStatus(func(status Status) { last = status }))
	same(t, got, "forbidden", "end")
	if last.State != StateClosed || !errors.Is(last.Err, ErrForbidden) {
		t.Errorf("the last status is %v", last)
	}
}

func TestGOS2AStreamEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0")}}
	ctx, cancel := context.WithCancel(context.Background())
	var states []State
	for event, err := range New(serve(t, s), StaticToken("a")).Events(ctx, OnStatus(func(status Status) {
		states = append(states, status.State)
		if status.State == StateLive {
			cancel()
		}
	})) {
		t.Errorf("yielded %v, %v", event, err)
	}
	same(t, states, StateConnecting, StateLive, StateClosed)
}

func TestGOS2ASilentConnectionIsReplaced(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + entry(1)}}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	shortSilence := func(s *stream) { s.silence = 50 * time.Millisecond }
	lives := 0
	for range New(serve(t, s), StaticToken("a")).Events(ctx, shortSilence, OnStatus(func(status Status) {
		if status.State == StateLive {
			lives++
		}
		if lives == 2 {
			cancel()
		}
	})) {
		continue
	}
	same(t, s.since.all(), "", "c1")
}

func TestGOS2AProxysPageIsNotAStream(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + entry(1)}}
	var first sync.Once
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		isFirst := false
		first.Do(func() { isFirst = true })
		if isFirst {
			_, _ = w.Write([]byte("<html>Sign in to this network</html>"))
			return
		}
		s.ServeHTTP(w, r)
	}))
	same(t, received(t, New(url, StaticToken("a")), 1), "1")
}
