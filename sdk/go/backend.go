package parlance

import "context"

// A Backend is a client for the app's backend: it manages every room and user through the management
// port. Many goroutines can use it at once.
type Backend struct {
	BackendCalls
	rest *rest
}

// NewBackend makes a Backend from the URL of the management port, e.g. http://localhost:7999, and an
// API key.
func NewBackend(url, key string, options ...Option) *Backend {
	to := newRest(url, newTokens(StaticToken(key)), backendCommands, options)
	return &Backend{BackendCalls: newBackendCalls(to), rest: to}
}

// Call sends a command by its name, such as rooms.list. The output can be nil.
func (b *Backend) Call(ctx context.Context, name string, input, output any) error {
	return b.rest.call(ctx, name, input, output)
}
