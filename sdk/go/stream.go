package parlance

import (
	"context"
	"errors"
	"iter"
	"time"
)

// Events is everything that the user hears, until the context or the loop ends. It connects again by
// itself, tells what was missed, each event once and in its log's order, or a [Reset] where that
// cannot be had.
//
// An error does not end it: it says, once for each connection, what went wrong and is dealt with
// already ([ErrBadServer], [ErrNoToken]). Only what trying again cannot change is the last thing
// that the loop is told, as a [*Refusal].
func (c *Client) Events(ctx context.Context, options ...EventsOption) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		s := &stream{
			rest:     c.rest,
			yield:    yield,
			order:    order{received: map[Log]int64{}},
			onStatus: func(Status) {},
			faults:   map[error]bool{},
			silence:  silencePatience,
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
	// A quiet server says something every 15 seconds.
	silencePatience = 40 * time.Second
	// A connection that held that long was a good one.
	goodFor = 5 * time.Second
)

// errOver: whoever listened does so no longer.
var errOver = errors.New("parlance: the loop has ended")

// renewed is the planned end of a connection: the server learns so that its client is there. The next
// one may be opened after that time.
type renewed time.Duration

func (renewed) Error() string { return "parlance: the stream goes on in another connection" }

type stream struct {
	rest     *rest
	yield    func(Event, error) bool
	onStatus func(Status)
	order    order
	silence  time.Duration
	now      func() time.Time

	failures int
	// The connection only takes the place of one that was live: nobody is told.
	isRenewed bool
	liveAt    time.Time
	// What has been reported since it was last live.
	faults map[error]bool
	// A server that told what cannot be was given a second chance.
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
		if ctx.Err() != nil || errors.Is(err, errOver) {
			s.onStatus(Status{State: StateClosed})
			return
		}
		if final := s.after(err); errors.Is(final, errOver) {
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

// pause waits before the next connection. False: the context has ended.
func (s *stream) pause(ctx context.Context, why error) bool {
	if !s.liveAt.IsZero() && time.Since(s.liveAt) > goodFor {
		s.failures = 0
	}
	retryIn := backoff(s.failures)
	s.failures++
	var refusal *Refusal
	if errors.As(why, &refusal) {
		retryIn = max(retryIn, refusal.RetryAfter)
	}
	s.onStatus(Status{State: StateWaiting, RetryIn: retryIn, Err: why})
	return wait(ctx, retryIn)
}
