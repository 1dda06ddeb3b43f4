package parlance

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// connect runs one connection, and returns the reason of its end.
func (s *stream) connect(ctx context.Context) error {
	token, err := s.token(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	body := &timedReader{timeout: s.silence, now: s.now}
	body.start()
	go body.watch(ctx, cancel)
	response, err := s.open(ctx, token)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body.Reader = response.Body
	blocks := newBlocks(body)
	for {
		block, err := blocks.next()
		switch {
		case errors.Is(err, io.EOF):
			return ErrDisconnected
		case errors.Is(err, bufio.ErrTooLong):
			return fmt.Errorf("%w: %w", ErrBadServer, err)
		case err != nil:
			return fmt.Errorf("%w: %w", ErrDisconnected, err)
		}
		if err := s.receive(block, token); err != nil {
			return err
		}
	}
}

// token requests a new token for each connection, but not for a renewed stream.
func (s *stream) token(ctx context.Context) (string, error) {
	if s.isRenewed {
		return s.rest.tokens.current(ctx)
	}
	return s.rest.tokens.next(ctx)
}

func (s *stream) open(ctx context.Context, token string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.rest.url+"/api/v1/events", nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDisconnected, err)
	}
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Authorization", "Bearer "+token)
	if s.order.cursor != "" {
		request.Header.Set("Last-Event-ID", string(s.order.cursor))
	}
	client := *s.rest.http
	client.Timeout = 0 // a stream has no end
	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDisconnected, err)
	}
	kind := response.Header.Get("Content-Type")
	if response.StatusCode == http.StatusOK && strings.HasPrefix(kind, "text/event-stream") {
		s.rest.tokens.accepted(token)
		return response, nil
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, lineBytes))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDisconnected, err)
	}
	return nil, s.rest.refusal(token, response, text)
}
