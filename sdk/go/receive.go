package parlance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// receive handles one block of the stream. An error ends the connection.
func (s *stream) receive(b block, token string) error {
	switch b.event {
	case "":
		return s.receiveEvent(b)
	case "ready":
		return s.receiveReady(b)
	case "reset":
		var reset struct {
			Reason string `json:"reason"`
		}
		if err := json.Unmarshal([]byte(b.data), &reset); err != nil {
			return fmt.Errorf("%w: %w", ErrBadServer, err)
		}
		return s.reset(reset.Reason)
	case "reconnect":
		milliseconds, err := strconv.Atoi(b.retry)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrBadServer, err)
		}
		return renewed(time.Duration(milliseconds) * time.Millisecond)
	case "close":
		return s.receiveClose(b, token)
	}
	return nil // a block of a newer server
}

func (s *stream) receiveEvent(b block) error {
	event, err := decode([]byte(b.data), Cursor(b.id))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	isNew, err := s.order.accept(event)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	if !isNew {
		return nil
	}
	return s.deliver(event, nil)
}

func (s *stream) receiveReady(b block) error {
	var ready struct {
		User   User   `json:"user"`
		Cursor Cursor `json:"cursor"`
	}
	if err := json.Unmarshal([]byte(b.data), &ready); err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	if b.id != "" {
		ready.Cursor = Cursor(b.id)
	}
	if ready.Cursor == "" || ready.User.ID == "" {
		return fmt.Errorf("%w: ready has no cursor or no user", ErrBadServer)
	}
	s.order.cursor, s.order.me = ready.Cursor, ready.User.ID
	s.isDoubted = false
	clear(s.reported)
	if !s.liveAt.IsZero() {
		return nil
	}
	s.liveAt = time.Now()
	s.onStatus(Status{State: StateLive, User: ready.User})
	return nil
}

func (s *stream) receiveClose(b block, token string) error {
	var end struct {
		Code  Code `json:"code"`
		Close int  `json:"close"`
	}
	if err := json.Unmarshal([]byte(b.data), &end); err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	// A close code is an HTTP status plus 4000.
	refusal := &Refusal{Code: end.Code, Status: end.Close - 4000}
	if refusal.Status == http.StatusUnauthorized {
		s.rest.tokens.rejected(token)
	}
	return refusal
}
