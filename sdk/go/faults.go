package parlance

import (
	"errors"
	"net/http"
)

// afterEnd handles the end of a connection. An error that it returns ends the loop.
func (s *stream) afterEnd(err error) error {
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

// doubt handles something invalid of the server: the stream resumes after the last valid event, and is
// reset if the same happens again.
func (s *stream) doubt(err error) error {
	if end := s.report(ErrBadServer, err); end != nil {
		return end
	}
	if s.isDoubted {
		return s.reset(err.Error())
	}
	s.isDoubted = true
	return nil
}

// report yields the errors of each kind once.
func (s *stream) report(kind, err error) error {
	if s.reported[kind] {
		return nil
	}
	s.reported[kind] = true
	return s.deliver(nil, err)
}

func (s *stream) reset(reason string) error {
	s.order.reset()
	return s.deliver(Reset{Reason: reason}, nil)
}

func (s *stream) deliver(event Event, err error) error {
	if !s.yield(event, err) {
		return errLoopEnded
	}
	return nil
}
