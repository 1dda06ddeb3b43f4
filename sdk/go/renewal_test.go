package parlance

import (
	"context"
	"sync/atomic"
	"testing"
	"time"
)

func TestCLI11ARenewedStreamContinuesWithoutAStatusChange(t *testing.T) {
	t.Parallel()
	end := "event: reconnect\nretry: 60\ndata: {}\n\n"
	s := &script{streams: []string{ready("c0") + entry(1) + end, ready("c1") + entry(2) + end, ready("c2") + entry(3)}}
	var states []State
	requests := 0
	source := func(context.Context, TokenReason) (string, error) {
		requests++
		return "a", nil
	}
	onStatus := func(status Status) { states = append(states, status.State) }
	same(t, received(t, New(serve(t, s), source), 3, OnStatus(onStatus)), "1", "2", "3")
	same(t, s.since.all(), "", "c1", "c2")
	// The test ends the loop itself.
	same(t, states, StateConnecting, StateLive, StateClosed)
	if requests != 1 {
		t.Errorf("%d token requests", requests)
	}
}

func TestCLI11ARefusedRenewalIsALostConnection(t *testing.T) {
	t.Parallel()
	end := "event: reconnect\nretry: 60\ndata: {}\n\n"
	unavailable := "event: close\ndata: {\"code\":\"unavailable\",\"close\":4503}\n\n"
	s := &script{streams: []string{ready("c0") + entry(1) + end, unavailable, ready("c1") + entry(2)}}
	var states []State
	onStatus := func(status Status) { states = append(states, status.State) }
	same(t, received(t, New(serve(t, s), StaticToken("a")), 2, OnStatus(onStatus)), "1", "2")
	same(t, states, StateConnecting, StateLive, StateWaiting, StateConnecting, StateLive, StateClosed)
}

func TestCLI10AfterASleepADeadConnectionIsNoticedAtOnce(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + entry(1)}}
	ctx, cancel := context.WithTimeout(context.Background(), silenceTimeout/2)
	defer cancel()
	var slept atomic.Int64
	sleeper := func(s *stream) {
		s.now = func() time.Time { return time.Now().Round(0).Add(time.Duration(slept.Load())) }
	}
	lives := 0
	for range New(serve(t, s), StaticToken("a")).Events(ctx, sleeper, OnStatus(func(status Status) {
		if status.State != StateLive {
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
