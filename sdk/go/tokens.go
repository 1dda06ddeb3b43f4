package parlance

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"time"
)

// Timeout of a token source.
const tokenTimeout = 30 * time.Second

// tokens holds the current token. Concurrent callers share one request for a new one.
type tokens struct {
	source  TokenSource
	timeout time.Duration

	mu      sync.Mutex
	token   string
	reason  TokenReason
	request *tokenRequest
	// Failures and rejections since the server last accepted a token. They delay the next request.
	failures  int
	notBefore time.Time
}

type tokenRequest struct {
	waiting int
	cancel  context.CancelFunc
	done    chan struct{}
	token   string
	err     error
}

func newTokens(source TokenSource) *tokens {
	return &tokens{source: source, timeout: tokenTimeout, reason: TokenReasonConnect}
}

// current returns the current token, or a first one.
func (t *tokens) current(ctx context.Context) (string, error) {
	t.mu.Lock()
	token := t.token
	t.mu.Unlock()
	if token != "" {
		return token, nil
	}
	return t.next(ctx)
}

// next requests a new token.
func (t *tokens) next(ctx context.Context) (string, error) {
	if t.source == nil {
		return "", nil
	}
	t.mu.Lock()
	request := t.request
	if request == nil {
		request = t.start()
	}
	request.waiting++
	t.mu.Unlock()
	select {
	case <-request.done:
		return request.token, request.err
	case <-ctx.Done():
		t.leave(request)
		return "", ctx.Err()
	}
}

// leave ends the wait of one caller. The last one cancels the request.
func (t *tokens) leave(request *tokenRequest) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if request.waiting--; request.waiting > 0 {
		return
	}
	request.cancel()
	// The next caller starts another request.
	if t.request == request {
		t.request = nil
	}
}

func (t *tokens) start() *tokenRequest {
	ctx, cancel := context.WithCancel(context.Background())
	request := &tokenRequest{cancel: cancel, done: make(chan struct{})}
	t.request = request
	reason, pause := t.reason, time.Until(t.notBefore)
	go func() {
		defer cancel()
		if !wait(ctx, pause) {
			return
		}
		token, err := t.call(ctx, reason)
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.request != request {
			return
		}
		t.request = nil
		if err != nil {
			t.failures++
			t.notBefore = time.Now().Add(backoff(t.failures - 1))
		}
		t.token, request.token, request.err = token, token, err
		close(request.done)
	}()
	return request
}

var tokenForm = regexp.MustCompile(`^[\x21-\x7e]+$`)

// call calls the source, and returns ErrNoToken after the timeout.
func (t *tokens) call(ctx context.Context, reason TokenReason) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, t.timeout)
	defer cancel()
	type answer struct {
		token string
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		token, err := t.source(ctx, reason)
		answers <- answer{token, err}
	}()
	select {
	case <-ctx.Done():
		return "", fmt.Errorf("%w: the token source did not return in time", ErrNoToken)
	case got := <-answers:
		if got.err == nil && !tokenForm.MatchString(got.token) {
			got.err = errors.New("the token must be printable ASCII without spaces")
		}
		if got.err != nil {
			return "", fmt.Errorf("%w: %w", ErrNoToken, got.err)
		}
		return got.token, nil
	}
}

// accepted: the server accepted this token.
func (t *tokens) accepted(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if token == t.token {
		t.reason, t.failures = TokenReasonConnect, 0
	}
}

// rejected: the server refused this token.
func (t *tokens) rejected(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if token != t.token {
		return
	}
	t.token, t.reason = "", TokenReasonRejected
	// The first token can just have expired. Only a second refusal in a row delays the next request.
	if t.failures++; t.failures > 1 {
		t.notBefore = time.Now().Add(backoff(t.failures - 2))
	}
}
