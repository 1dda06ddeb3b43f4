package parlance

import "context"

// A TokenReason is the reason of a token request.
type TokenReason string

const (
	// TokenReasonConnect: a connection or a first call needs a token.
	TokenReasonConnect TokenReason = "connect"
	// TokenReasonRejected: the server refused the last token, so a new one is needed.
	TokenReasonRejected TokenReason = "rejected"
)

// A TokenSource returns the user's token. It is called before each connection and after a refused token,
// one call at a time, with increasing delays while the server refuses its tokens. Its context ends after
// 30 seconds, and when nothing waits for the token any more.
type TokenSource func(ctx context.Context, reason TokenReason) (string, error)

// StaticToken returns the same token each time.
func StaticToken(token string) TokenSource {
	return func(context.Context, TokenReason) (string, error) { return token, nil }
}
