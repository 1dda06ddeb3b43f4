package parlance

import (
	"context"
	"io"
	"sync/atomic"
	"time"
)

// How often a wait is looked at. Short, as timers stand still while a device sleeps.
const lookEvery = 5 * time.Second

// watched is a reader whose reads are given up when one takes longer than there is patience, by the
// monotonic clock or the wall clock. Between reads it does not count: what a listener takes long for is
// not the server's silence.
type watched struct {
	io.Reader
	patience time.Duration
	now      func() time.Time
	// Since when something is waited for.
	since atomic.Pointer[time.Time]
}

func (w *watched) begin() {
	now := w.now()
	w.since.Store(&now)
}

func (w *watched) Read(p []byte) (int, error) {
	w.begin()
	defer w.since.Store(nil)
	return w.Reader.Read(p)
}

// watch gives up by that function.
func (w *watched) watch(ctx context.Context, giveUp func()) {
	ticker := time.NewTicker(min(lookEvery, w.patience))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			since := w.since.Load()
			if since == nil {
				continue
			}
			now := w.now()
			if max(now.Sub(*since), now.Round(0).Sub(since.Round(0))) >= w.patience {
				giveUp()
				return
			}
		}
	}
}
