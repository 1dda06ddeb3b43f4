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
		t.Errorf("it is %v and not %v", got, want)
	}
}

func TestGOS2ALostConnectionResumesWhereItWas(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + said(1) + said(2), said(2) + said(3) + ready("c3") + said(4)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 4), "1", "2", "3", "4")
	same(t, s.since.all(), "", "c2")
}

func TestGOS2ItBeginsFromACursor(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{said(7) + ready("c7")}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 1, From("c6")), "7")
	same(t, s.since.all(), "c6")
}

func TestGOS2ABlockThatIsCutOffIsNotHeard(t *testing.T) {
	t.Parallel()
	cut := said(2)
	s := &script{streams: []string{ready("c0") + said(1) + cut[:len(cut)-1], said(2) + ready("c2")}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 2), "1", "2")
	same(t, s.since.all(), "", "c1")
}

func TestGOS3ALieIsToldOnceAndHeardAgainFromTheLastGoodPlace(t *testing.T) {
	t.Parallel()
	for name, lie := range map[string]string{
		"a hole":            said(3),
		"broken JSON":       "id: c2\ndata: {\"type\":\n\n",
		"an event unplaced": "data: {\"type\":\"room.deleted\"}\n\n",
		"a wrong type":      strings.Replace(said(2), `"seq":2`, `"seq":"two"`, 1),
		"an endless line":   "data: " + strings.Repeat("x", lineBytes+1),
		"a hollow ready":    "event: ready\ndata: {}\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &script{streams: []string{ready("c0") + said(1) + lie, said(2) + ready("c2") + said(3)}}
			same(t, received(t, New(serve(t, s), StaticToken("a")), 4), "1", "bad server", "2", "3")
			same(t, s.since.all(), "", "c1")
		})
	}
}

func TestGOS3WhoLiesTwiceIsHeardAnew(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + said(1) + said(3), said(3), ready("c3") + said(4)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 4), "1", "bad server", "reset", "4")
	same(t, s.since.all(), "", "c1", "")
}

func TestGOS2AResetOfTheServersIsTold(t *testing.T) {
	t.Parallel()
	reset := "event: reset\ndata: {\"reason\":\"too far\"}\n\n"
	s := &script{streams: []string{ready("c0") + said(1), reset + ready("c9") + said(9)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 3), "1", "reset", "9")
}

func TestGOS2ACursorThatIsNotKnownIsGivenUp(t *testing.T) {
	t.Parallel()
	end := "event: close\ndata: {\"code\":\"invalid_cursor\",\"close\":4400}\n\n"
	s := &script{streams: []string{ready("c0") + said(1) + end, ready("c5") + said(6)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 3), "1", "reset", "6")
	same(t, s.since.all(), "", "")
}

func TestGOS3ANewerServersWordsBreakNothing(t *testing.T) {
	t.Parallel()
	durable := strings.Replace(said(2), "room.deleted", "robot.danced", 1)
	passing := "data: {\"type\":\"robot.waved\",\"log\":\"x\"}\n\n"
	control := "event: robots\ndata: beep\n\n"
	s := &script{streams: []string{ready("c0") + said(1) + durable + passing + control + said(3)}}
	same(t, received(t, New(serve(t, s), StaticToken("a")), 4), "1", "2", "robot.waved", "3")
}

func TestGOS2WhatCannotChangeEndsTheLoop(t *testing.T) {
	t.Parallel()
	end := "event: close\ndata: {\"code\":\"forbidden\",\"close\":4403}\n\n"
	s := &script{streams: []string{ready("c0") + end}}
	var last Status
	got := received(t, New(serve(t, s), StaticToken("a")), 9, OnStatus(func(now Status) { last = now }))
	same(t, got, "forbidden", "over")
	if last.State != StateClosed || !errors.Is(last.Err, ErrForbidden) {
		t.Errorf("it ended as %v", last)
	}
}

func TestGOS2ItEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0")}}
	ctx, cancel := context.WithCancel(context.Background())
	var states []State
	for event, err := range New(serve(t, s), StaticToken("a")).Events(ctx, OnStatus(func(now Status) {
		states = append(states, now.State)
		if now.State == StateLive {
			cancel()
		}
	})) {
		t.Errorf("it told %v, %v", event, err)
	}
	same(t, states, StateConnecting, StateLive, StateClosed)
}

func TestGOS2ASilentServerIsLeft(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + said(1)}}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	impatient := func(s *stream) { s.silence = 50 * time.Millisecond }
	lives := 0
	for range New(serve(t, s), StaticToken("a")).Events(ctx, impatient, OnStatus(func(now Status) {
		if now.State == StateLive {
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

func TestGOS2AProxysPageIsNoStream(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + said(1)}}
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
