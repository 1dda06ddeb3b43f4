package parlance

import (
	"errors"
	"net/http"
)

// after draws the consequences of how a connection ended. What it answers is final.
func (s *stream) after(err error) error {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		if refusal.Code == ErrInvalidCursor {
			return s.reset(string(refusal.Code))
		}
		if refusal.Status == http.StatusBadRequest || refusal.Status == http.StatusForbidden {
			return refusal
		}
		return nil
	}
	if errors.Is(err, ErrNoToken) {
		return s.report(ErrNoToken, err)
	}
	if errors.Is(err, ErrBadServer) {
		return s.doubt(err)
	}
	return nil
}

// doubt: what was said cannot be. From the last good place once more; if that is no better, anew.
func (s *stream) doubt(err error) error {
	if over := s.report(ErrBadServer, err); over != nil {
		return over
	}
	if s.isDoubted {
		return s.reset(err.Error())
	}
	s.isDoubted = true
	return nil
}

// report tells a fault of each kind once.
func (s *stream) report(kind, err error) error {
	if s.faults[kind] {
		return nil
	}
	s.faults[kind] = true
	return s.tell(nil, err)
}

func (s *stream) reset(reason string) error {
	s.order.lose()
	return s.tell(Reset{Reason: reason}, nil)
}

func (s *stream) tell(event Event, err error) error {
	if !s.yield(event, err) {
		return errOver
	}
	return nil
}
