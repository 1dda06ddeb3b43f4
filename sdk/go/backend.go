package parlance

import "context"

// A Backend is the app itself, on the management port: every room and every user is its own to
// manage. It may be used by many goroutines.
type Backend struct {
	BackendCalls
	rest *rest
}

// NewBackend is the app's backend at the management port at url, e.g. http://localhost:7999, with a
// key of it.
func NewBackend(url, key string, options ...Option) *Backend {
	to := newRest(url, newTokens(StaticToken(key)), backendCommands, options)
	return &Backend{BackendCalls: newBackendCalls(to), rest: to}
}

// Call carries out a command by its name, such as rooms.list. The output may be nil.
func (b *Backend) Call(ctx context.Context, name string, input, output any) error {
	return b.rest.call(ctx, name, input, output)
}
