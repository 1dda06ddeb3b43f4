package parlance

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// caller sends a command by its name.
type caller interface {
	call(ctx context.Context, name string, input, output any) error
}

func answer[T any](ctx context.Context, to caller, name string, input any) (T, error) {
	var output T
	err := to.call(ctx, name, input, &output)
	return output, err
}

// How long a call that can be repeated is retried.
const defaultRetryFor = time.Minute

// rest is one port of the server: its URL, its commands and the caller's token.
type rest struct {
	url      string
	http     *http.Client
	tokens   *tokens
	commands commandTable
	retryFor time.Duration
}

func (r *rest) call(ctx context.Context, name string, input, output any) error {
	command, err := r.commands.find(name)
	if err != nil {
		return err
	}
	fields, err := fieldsOf(input)
	if err != nil {
		return fmt.Errorf("parlance: %s: %w", name, err)
	}
	// The clientId makes a repeated send idempotent.
	if _, hasID := fields["clientId"]; name == "messages.send" && !hasID {
		fields["clientId"] = json.RawMessage(`"` + newClientID() + `"`)
	}
	address, body, err := command.with(fields)
	if err != nil {
		return fmt.Errorf("parlance: %s: %w", name, err)
	}
	until := time.Now().Add(r.retryFor)
	for failures := 0; ; failures++ {
		err := r.attempt(ctx, command.method, address, body, output)
		if err == nil || ctx.Err() != nil || !isRetryable(err, command.once) || time.Now().After(until) {
			return err
		}
		if !wait(ctx, backoff(failures)) {
			return err
		}
	}
}

func newClientID() string {
	var id [16]byte
	rand.Read(id[:]) // never fails on systems that Go supports
	return hex.EncodeToString(id[:])
}

// isRetryable reports whether another attempt can succeed, without carrying out a command of the kind
// once twice.
func isRetryable(err error, once bool) bool {
	if errors.Is(err, ErrNoToken) {
		return true
	}
	return !once && (errors.Is(err, ErrDisconnected) || errors.Is(err, ErrUnavailable))
}

// attempt sends the request once, and once more with a new token if the server refused the first one.
func (r *rest) attempt(ctx context.Context, method, address string, body []byte, output any) error {
	token, err := r.tokens.current(ctx)
	if err != nil {
		return err
	}
	err = r.send(ctx, token, method, address, body, output)
	if !isUnauthorized(err) || r.tokens.source == nil {
		return err
	}
	if token, err = r.tokens.current(ctx); err != nil {
		return err
	}
	return r.send(ctx, token, method, address, body, output)
}

func isUnauthorized(err error) bool {
	var refusal *Refusal
	return errors.As(err, &refusal) && refusal.Status == http.StatusUnauthorized
}
