package parlance

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"time"
)

// A Client is one user of Parlance. It may be used by many goroutines.
type Client struct {
	Calls
	rest *rest
}

// New is a client of the server at url, e.g. https://chat.example.com. Without a token source it may
// do what anyone may: come in as a guest.
func New(url string, source TokenSource, options ...Option) *Client {
	to := newRest(url, newTokens(source), commands, options)
	return &Client{Calls: newCalls(to), rest: to}
}

// An Option of [New] and [NewBackend].
type Option func(*rest)

// WithHTTPClient takes this client in place of one of its own.
func WithHTTPClient(client *http.Client) Option {
	return func(r *rest) { r.http = client }
}

// RetryFor is how long a call is tried again while the server cannot be reached: a minute unless it
// is said otherwise, and never longer than its context.
func RetryFor(d time.Duration) Option {
	return func(r *rest) { r.retryFor = d }
}

func newRest(url string, tokens *tokens, commands commandTable, options []Option) *rest {
	r := &rest{
		url:      strings.TrimSuffix(url, "/"),
		http:     &http.Client{},
		tokens:   tokens,
		commands: commands,
		retryFor: retryPatience,
	}
	for _, option := range options {
		option(r)
	}
	return r
}

// Call carries out a command by its name, such as rooms.list. The output may be nil.
func (c *Client) Call(ctx context.Context, name string, input, output any) error {
	return c.rest.call(ctx, name, input, output)
}

// Send says something in a room, exactly once however often the connection breaks. For more than a
// text: Messages.Send, which is as safe.
func (c *Client) Send(ctx context.Context, room RoomID, text string) (Message, error) {
	return c.Messages.Send(ctx, MessagesSendInput{Room: room, Text: text})
}

// History is what was said, the newest first, page by page as the loop goes on. It begins before
// input.Before where that is named. It ends with its first error.
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
