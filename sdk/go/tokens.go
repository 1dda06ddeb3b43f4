package parlance

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"time"
)

// How long the app may take for a token.
const tokenPatience = 30 * time.Second

// tokens keeps the token in use. Who needs a new one shares what is being asked already.
type tokens struct {
	source   TokenSource
	patience time.Duration

	mu     sync.Mutex
	token  string
	why    Why
	asking *asking
	// Failures and rejections since a token was last taken; the next is not asked for before.
	strikes   int
	notBefore time.Time
}

type asking struct {
	waiting int
	cancel  context.CancelFunc
	done    chan struct{}
	token   string
	err     error
}

func newTokens(source TokenSource) *tokens {
	return &tokens{source: source, patience: tokenPatience, why: Connect}
}

// current is the token in use, or a first one.
func (t *tokens) current(ctx context.Context) (string, error) {
	t.mu.Lock()
	token := t.token
	t.mu.Unlock()
	if token != "" {
		return token, nil
	}
	return t.next(ctx)
}

// next asks for a new token.
func (t *tokens) next(ctx context.Context) (string, error) {
	if t.source == nil {
		return "", nil
	}
	t.mu.Lock()
	now := t.asking
	if now == nil {
		now = t.ask()
	}
	now.waiting++
	t.mu.Unlock()
	select {
	case <-now.done:
		return now.token, now.err
	case <-ctx.Done():
		t.leave(now)
		return "", ctx.Err()
	}
}

func (t *tokens) leave(asked *asking) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if asked.waiting--; asked.waiting > 0 {
		return
	}
	asked.cancel()
	// Who comes now does not get what was given up.
	if t.asking == asked {
		t.asking = nil
	}
}

func (t *tokens) ask() *asking {
	ctx, cancel := context.WithCancel(context.Background())
	now := &asking{cancel: cancel, done: make(chan struct{})}
	t.asking = now
	why, pause := t.why, time.Until(t.notBefore)
	go func() {
		defer cancel()
		if !wait(ctx, pause) {
			return
		}
		token, err := t.call(ctx, why)
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.asking != now {
			return
		}
		t.asking = nil
		if err != nil {
			t.strikes++
			t.notBefore = time.Now().Add(backoff(t.strikes - 1))
		}
		t.token, now.token, now.err = token, token, err
		close(now.done)
	}()
	return now
}

var tokenWord = regexp.MustCompile(`^[\x21-\x7e]+$`)

// call asks the app, and does not wait longer than there is patience.
func (t *tokens) call(ctx context.Context, why Why) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, t.patience)
	defer cancel()
	type given struct {
		token string
		err   error
	}
	came := make(chan given, 1)
	go func() {
		token, err := t.source(ctx, why)
		came <- given{token, err}
	}()
	select {
	case <-ctx.Done():
		return "", fmt.Errorf("%w: it did not come in time", ErrNoToken)
	case got := <-came:
		if got.err == nil && !tokenWord.MatchString(got.token) {
			got.err = errors.New("what came is no token")
		}
		if got.err != nil {
			return "", fmt.Errorf("%w: %w", ErrNoToken, got.err)
		}
		return got.token, nil
	}
}

// taken: the server knows this token.
func (t *tokens) taken(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if token == t.token {
		t.why, t.strikes = Connect, 0
	}
}

// rejected: the server does not take this token, or no longer.
func (t *tokens) rejected(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if token != t.token {
		return
	}
	t.token, t.why = "", Rejected
	// One that was good may end; when the one after it is no better, there is no hurry.
	if t.strikes++; t.strikes > 1 {
		t.notBefore = time.Now().Add(backoff(t.strikes - 2))
	}
}
