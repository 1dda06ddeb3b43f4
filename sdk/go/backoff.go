package parlance

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	firstRetry = 500 * time.Millisecond
	mostRetry  = 20 * time.Second
)

// backoff is how long to wait after so many failures. Full jitter: everyone who was sent away at
// once does not come back at once.
func backoff(failures int) time.Duration {
	most := mostRetry
	if failures < 6 {
		most = min(mostRetry, firstRetry<<max(failures, 0))
	}
	return time.Duration(rand.Int64N(int64(most)))
}

// wait is false when the context ended first.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
