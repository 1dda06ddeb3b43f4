package parlance

import (
	"context"
)

// Why a token is asked for.
type Why string

const (
	// Connect: for a connection, or a first call.
	Connect Why = "connect"
	// Rejected: the last token was not taken, so a new one is needed.
	Rejected Why = "rejected"
)

// A TokenSource gives the user's token. It is asked before each connection, and when a token was not
// taken; never twice at a time, and ever less often while what it gives is of no use. Its context
// ends when it took too long, or nobody waits any more.
type TokenSource func(ctx context.Context, why Why) (string, error)

// StaticToken gives the same token each time.
func StaticToken(token string) TokenSource {
	return func(context.Context, Why) (string, error) { return token, nil }
}
