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

// caller carries out a command by its name.
type caller interface {
	call(ctx context.Context, name string, input, output any) error
}

func answer[T any](ctx context.Context, to caller, name string, input any) (T, error) {
	var output T
	err := to.call(ctx, name, input, &output)
	return output, err
}

// How long what may be said again is said again.
const retryPatience = time.Minute

// rest is one side of the server: its address, its commands and the word that lets in.
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
	// A second try finds the first by its key.
	if _, isNamed := fields["clientId"]; name == "messages.send" && !isNamed {
		fields["clientId"] = json.RawMessage(`"` + newClientID() + `"`)
	}
	address, body, err := command.with(fields)
	if err != nil {
		return fmt.Errorf("parlance: %s: %w", name, err)
	}
	until := time.Now().Add(r.retryFor)
	for failures := 0; ; failures++ {
		err := r.try(ctx, command.method, address, body, output)
		if err == nil || ctx.Err() != nil || !mayPass(err, command.once) || time.Now().After(until) {
			return err
		}
		if !wait(ctx, backoff(failures)) {
			return err
		}
	}
}

func newClientID() string {
	var word [16]byte
	rand.Read(word[:]) // never fails on systems that Go supports
	return hex.EncodeToString(word[:])
}

// mayPass says whether the next try may do better, and does not do it twice.
func mayPass(err error, once bool) bool {
	if errors.Is(err, ErrNoToken) {
		return true
	}
	return !once && (errors.Is(err, ErrDisconnected) || errors.Is(err, ErrUnavailable))
}

// try says it once; twice where the token was not taken.
func (r *rest) try(ctx context.Context, method, address string, body []byte, output any) error {
	token, err := r.tokens.current(ctx)
	if err != nil {
		return err
	}
	err = r.say(ctx, token, method, address, body, output)
	if !isSignIn(err) || r.tokens.source == nil {
		return err
	}
	if token, err = r.tokens.current(ctx); err != nil {
		return err
	}
	return r.say(ctx, token, method, address, body, output)
}

func isSignIn(err error) bool {
	var refusal *Refusal
	return errors.As(err, &refusal) && refusal.Status == http.StatusUnauthorized
}
