package parlance

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"time"
)

// A Client is one user. Many goroutines can use it at once.
type Client struct {
	Calls
	rest *rest
}

// New makes a Client of the server at url, e.g. https://chat.example.com. Without a token source the
// client can only send the commands that need no token, such as guests.create.
func New(url string, source TokenSource, options ...Option) *Client {
	to := newRest(url, newTokens(source), commands, options)
	return &Client{Calls: newCalls(to), rest: to}
}

// An Option of [New] and [NewBackend].
type Option func(*rest)

// WithHTTPClient sets the HTTP client.
func WithHTTPClient(client *http.Client) Option {
	return func(r *rest) { r.http = client }
}

// RetryFor sets how long a call is retried while the server cannot be reached. The default is a
// minute. A call never lasts longer than its context.
func RetryFor(d time.Duration) Option {
	return func(r *rest) { r.retryFor = d }
}

func newRest(url string, tokens *tokens, commands commandTable, options []Option) *rest {
	r := &rest{
		url:      strings.TrimSuffix(url, "/"),
		http:     &http.Client{},
		tokens:   tokens,
		commands: commands,
		retryFor: defaultRetryFor,
	}
	for _, option := range options {
		option(r)
	}
	return r
}

// Call sends a command by its name, such as rooms.list. The output can be nil.
func (c *Client) Call(ctx context.Context, name string, input, output any) error {
	return c.rest.call(ctx, name, input, output)
}

// Send sends a text to a room, exactly once however often the connection breaks. Messages.Send is as
// safe, and sends more than a text.
func (c *Client) Send(ctx context.Context, room RoomID, text string) (Message, error) {
	return c.Messages.Send(ctx, MessagesSendInput{Room: room, Text: text})
}

// History yields the messages of a room, the newest first. The loop reads page by page, from
// input.Before if that is set. It ends with its first error.
func (c *Client) History(ctx context.Context, input MessagesListInput) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		for {
			page, err := c.Messages.List(ctx, input)
			if err != nil {
				yield(Message{}, err)
				return
			}
			for i := len(page.Messages) - 1; i >= 0; i-- {
				if !yield(page.Messages[i], nil) {
					return
				}
			}
			if len(page.Messages) == 0 || page.Messages[0].Seq == 1 {
				return
			}
			input.Before = page.Messages[0].Seq
		}
	}
}
