package parlance

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	firstRetry = 500 * time.Millisecond
	maxRetry   = 20 * time.Second
)

// backoff is the time until the next attempt. Full jitter, so that clients that were disconnected
// together do not connect together.
func backoff(failures int) time.Duration {
	limit := maxRetry
	if failures < 6 {
		limit = min(maxRetry, firstRetry<<max(failures, 0))
	}
	return time.Duration(rand.Int64N(int64(limit)))
}

// wait returns false if the context ended first.
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
