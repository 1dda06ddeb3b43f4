package parlance

import "time"

// A State of a stream of events.
type State string

const (
	StateConnecting State = "connecting"
	// StateLive: what was missed has been told, and the rest comes as it happens.
	StateLive State = "live"
	// StateWaiting: it comes back by itself.
	StateWaiting State = "waiting"
	// StateClosed: it has ended.
	StateClosed State = "closed"
)

// A Status is how a stream of events is doing.
type Status struct {
	State State
	// User is who is live.
	User User
	// RetryIn is how long it waits before it connects again.
	RetryIn time.Duration
	// Err is why it waits or has ended, where that is known.
	Err error
}

// An EventsOption of [Client.Events].
type EventsOption func(*stream)

// From begins where a cursor stands: that of a snapshot (RoomsListOutput, MessagesListOutput), or
// what [Entry.Resume] says of the last event that was dealt with. Without it one hears what comes from now on.
func From(cursor Cursor) EventsOption {
	return func(s *stream) { s.order.cursor = cursor }
}

// OnStatus is told how the stream is doing, in the loop's own goroutine.
func OnStatus(tell func(Status)) EventsOption {
	return func(s *stream) { s.onStatus = tell }
}
