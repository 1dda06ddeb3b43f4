package parlance

import (
	"context"
	"errors"
	"iter"
	"time"
)

// Events yields every event that the user receives, until the context or the loop ends. It connects again
// after each loss, and yields the missed events, each once and in the order of its log. If they cannot be
// replayed, it yields a [Reset].
//
// An [ErrBadServer] or [ErrNoToken] does not end the loop. It is yielded once a connection, and the stream
// has handled it already. A [*Refusal] that a retry cannot change is yielded last.
func (c *Client) Events(ctx context.Context, options ...EventsOption) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		s := &stream{
			rest:     c.rest,
			yield:    yield,
			order:    order{received: map[Log]int64{}},
			onStatus: func(Status) {},
			reported: map[error]bool{},
			silence:  silenceTimeout,
			now:      time.Now,
		}
		for _, option := range options {
			option(s)
		}
		if c.rest.tokens.source == nil {
			yield(nil, ErrNoToken)
			return
		}
		s.run(ctx)
	}
}

const (
	// The server sends something every 15 seconds.
	silenceTimeout = 40 * time.Second
	// A connection that was live for this long resets the retry delay.
	stableAfter = 5 * time.Second
)

// errLoopEnded: the caller's loop has ended.
var errLoopEnded = errors.New("parlance: the loop has ended")

// renewed is the planned end of a stream, by which the server learns that its client is alive. The next
// stream can be opened after this time.
type renewed time.Duration

func (renewed) Error() string { return "parlance: the stream continues on another connection" }

type stream struct {
	rest     *rest
	yield    func(Event, error) bool
	onStatus func(Status)
	order    order
	silence  time.Duration
	now      func() time.Time

	failures int
	// The connection replaces one that was live, so the status does not change.
	isRenewed bool
	liveAt    time.Time
	// The kinds of errors that were yielded since the last ready.
	reported map[error]bool
	// The server sent something invalid, and the stream resumed after the last valid event.
	isDoubted bool
}

func (s *stream) run(ctx context.Context) {
	for {
		if !s.isRenewed {
			s.onStatus(Status{State: StateConnecting})
			s.liveAt = time.Time{}
		}
		err := s.connect(ctx)
		var next renewed
		if s.isRenewed = errors.As(err, &next); s.isRenewed && wait(ctx, time.Duration(next)) {
			continue
		}
		if ctx.Err() != nil || errors.Is(err, errLoopEnded) {
			s.onStatus(Status{State: StateClosed})
			return
		}
		if final := s.afterEnd(err); errors.Is(final, errLoopEnded) {
			s.onStatus(Status{State: StateClosed})
			return
		} else if final != nil {
			s.onStatus(Status{State: StateClosed, Err: final})
			s.yield(nil, final)
			return
		}
		if !s.pause(ctx, err) {
			s.onStatus(Status{State: StateClosed})
			return
		}
	}
}

// pause waits before the next connection. It returns false if the context has ended.
func (s *stream) pause(ctx context.Context, cause error) bool {
	if !s.liveAt.IsZero() && time.Since(s.liveAt) > stableAfter {
		s.failures = 0
	}
	retryIn := backoff(s.failures)
	s.failures++
	var refusal *Refusal
	if errors.As(cause, &refusal) {
		retryIn = max(retryIn, refusal.RetryAfter)
	}
	s.onStatus(Status{State: StateWaiting, RetryIn: retryIn, Err: cause})
	return wait(ctx, retryIn)
}
