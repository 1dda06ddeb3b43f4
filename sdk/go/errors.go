package parlance

import (
	"errors"
	"fmt"
	"time"
)

// A Code says why the server refused, in a word that stays. It is an error, so that a refusal can be
// asked for its code: errors.Is(err, parlance.ErrForbidden).
type Code string

func (c Code) Error() string { return string(c) }

// A Refusal is the server's no.
type Refusal struct {
	Code Code
	// Status is that of HTTP; 0 where a stream ended with the refusal.
	Status int
	// Detail is for people.
	Detail string
	// Fields says what does not fit, by field.
	Fields map[string]string
	// RetryAfter is how long to wait before trying again; 0 where the server does not say.
	RetryAfter time.Duration
	// ID is that of an internal error: its line in the server's log has the same.
	ID string
}

func (r *Refusal) Error() string {
	if r.Detail == "" {
		return string(r.Code)
	}
	return fmt.Sprintf("%s: %s", r.Code, r.Detail)
}

// Is finds a refusal by its code.
func (r *Refusal) Is(target error) bool { return target == r.Code }

// What goes wrong beside the server's refusals.
var (
	// ErrDisconnected: the server could not be reached, or the answer did not come. It may have
	// happened.
	ErrDisconnected = errors.New("parlance: disconnected")
	// ErrBadServer: what the server said cannot be.
	ErrBadServer = errors.New("parlance: the server said what cannot be")
	// ErrNoToken: the app gave no token.
	ErrNoToken = errors.New("parlance: no token")
	// ErrNoSuchCommand: this SDK knows no command of that name.
	ErrNoSuchCommand = errors.New("parlance: no such command")
)
