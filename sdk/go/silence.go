package parlance

import (
	"context"
	"io"
	"sync/atomic"
	"time"
)

// Time between two checks of a read. It is short because timers stop while a device sleeps.
const checkEvery = 5 * time.Second

// timedReader is a reader with a timeout for each read, by the monotonic clock or the wall clock. The time
// between reads does not count, because a slow loop is not a silent server.
type timedReader struct {
	io.Reader
	timeout time.Duration
	now     func() time.Time
	// The start of the current read.
	since atomic.Pointer[time.Time]
}

func (t *timedReader) start() {
	now := t.now()
	t.since.Store(&now)
}

func (t *timedReader) Read(p []byte) (int, error) {
	t.start()
	defer t.since.Store(nil)
	return t.Reader.Read(p)
}

// watch calls onTimeout if a read takes longer than the timeout.
func (t *timedReader) watch(ctx context.Context, onTimeout func()) {
	ticker := time.NewTicker(min(checkEvery, t.timeout))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			since := t.since.Load()
			if since == nil {
				continue
			}
			now := t.now()
			if max(now.Sub(*since), now.Round(0).Sub(since.Round(0))) >= t.timeout {
				onTimeout()
				return
			}
		}
	}
}
