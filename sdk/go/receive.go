package parlance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// hear takes one block. An error ends the connection.
func (s *stream) hear(b block, token string) error {
	switch b.event {
	case "":
		return s.hearEvent(b)
	case "ready":
		return s.hearReady(b)
	case "reset":
		var said struct {
			Reason string `json:"reason"`
		}
		if err := json.Unmarshal([]byte(b.data), &said); err != nil {
			return fmt.Errorf("%w: %w", ErrBadServer, err)
		}
		return s.reset(said.Reason)
	case "reconnect":
		milliseconds, err := strconv.Atoi(b.retry)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrBadServer, err)
		}
		return renewed(time.Duration(milliseconds) * time.Millisecond)
	case "close":
		return s.hearClose(b, token)
	}
	return nil // a newer server's
}

func (s *stream) hearEvent(b block) error {
	event, err := decode([]byte(b.data), Cursor(b.id))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	isNext, err := s.order.isNext(event)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	if !isNext {
		return nil
	}
	return s.tell(event, nil)
}

func (s *stream) hearReady(b block) error {
	var said struct {
		User   User   `json:"user"`
		Cursor Cursor `json:"cursor"`
	}
	if err := json.Unmarshal([]byte(b.data), &said); err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	if b.id != "" {
		said.Cursor = Cursor(b.id)
	}
	if said.Cursor == "" || said.User.ID == "" {
		return fmt.Errorf("%w: ready without a cursor or a user", ErrBadServer)
	}
	s.order.cursor, s.order.me = said.Cursor, said.User.ID
	s.isDoubted = false
	clear(s.faults)
	if !s.liveAt.IsZero() {
		return nil
	}
	s.liveAt = time.Now()
	s.onStatus(Status{State: StateLive, User: said.User})
	return nil
}

func (s *stream) hearClose(b block, token string) error {
	var said struct {
		Code  Code `json:"code"`
		Close int  `json:"close"`
	}
	if err := json.Unmarshal([]byte(b.data), &said); err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	// A close code is a status of HTTP, and 4000.
	refusal := &Refusal{Code: said.Code, Status: said.Close - 4000}
	if refusal.Status == http.StatusUnauthorized {
		s.rest.tokens.rejected(token)
	}
	return refusal
}
