package parlance

import (
	"context"
	"sync/atomic"
	"testing"
	"time"
)

func TestCLI11ARenewedStreamGoesOnAndNobodyIsTold(t *testing.T) {
	t.Parallel()
	end := "event: reconnect\nretry: 60\ndata: {}\n\n"
	s := &script{streams: []string{ready("c0") + said(1) + end, ready("c1") + said(2) + end, ready("c2") + said(3)}}
	var states []State
	asked := 0
	source := func(context.Context, Why) (string, error) {
		asked++
		return "a", nil
	}
	told := func(now Status) { states = append(states, now.State) }
	same(t, received(t, New(serve(t, s), source), 3, OnStatus(told)), "1", "2", "3")
	same(t, s.since.all(), "", "c1", "c2")
	// The test ends the loop itself.
	same(t, states, StateConnecting, StateLive, StateClosed)
	if asked != 1 {
		t.Errorf("a token was asked for %d times", asked)
	}
}

func TestCLI11WhatIsRenewedAndNotTakenIsOpenedAnew(t *testing.T) {
	t.Parallel()
	end := "event: reconnect\nretry: 60\ndata: {}\n\n"
	away := "event: close\ndata: {\"code\":\"unavailable\",\"close\":4503}\n\n"
	s := &script{streams: []string{ready("c0") + said(1) + end, away, ready("c1") + said(2)}}
	var states []State
	told := func(now Status) { states = append(states, now.State) }
	same(t, received(t, New(serve(t, s), StaticToken("a")), 2, OnStatus(told)), "1", "2")
	same(t, states, StateConnecting, StateLive, StateWaiting, StateConnecting, StateLive, StateClosed)
}

func TestCLI10WhoWakesUpNoticesAtOnce(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + said(1)}}
	ctx, cancel := context.WithTimeout(context.Background(), silencePatience/2)
	defer cancel()
	var slept atomic.Int64
	sleeper := func(s *stream) {
		s.now = func() time.Time { return time.Now().Round(0).Add(time.Duration(slept.Load())) }
	}
	lives := 0
	for range New(serve(t, s), StaticToken("a")).Events(ctx, sleeper, OnStatus(func(now Status) {
		if now.State != StateLive {
			return
		}
		if lives++; lives == 2 {
			cancel()
		}
		// While the next read waits.
		time.AfterFunc(100*time.Millisecond, func() { slept.Add(int64(time.Hour)) })
	})) {
		continue
	}
	same(t, s.since.all(), "", "c1")
}
