package parlance

import (
	"errors"
	"fmt"
	"time"
)

// A Code is the stable reason of a refusal. It is an error, so that errors.Is finds it:
// errors.Is(err, parlance.ErrForbidden).
type Code string

func (c Code) Error() string { return string(c) }

// A Refusal is the server's answer to a request that is not carried out.
type Refusal struct {
	Code Code
	// Status is the HTTP status.
	Status int
	// Detail is a text for people.
	Detail string
	// Fields are the invalid fields, each with the reason.
	Fields map[string]string
	// RetryAfter is the time until the request can be repeated; 0 if the server does not send it.
	RetryAfter time.Duration
	// Until is when the ban or mute ends; zero without an end.
	Until time.Time
	// ID is the id of an internal error. The server's log contains it, too.
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

// Errors beside the server's refusals.
var (
	// ErrDisconnected: the server could not be reached, or the connection ended before the answer. The
	// command can have been carried out.
	ErrDisconnected = errors.New("parlance: disconnected")
	// ErrBadServer: the server sent something invalid.
	ErrBadServer = errors.New("parlance: the server sent something invalid")
	// ErrNoToken: the token source returned no token.
	ErrNoToken = errors.New("parlance: no token")
	// ErrNoSuchCommand: this SDK has no command of this name.
	ErrNoSuchCommand = errors.New("parlance: no such command")
)
