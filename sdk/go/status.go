package parlance

import "time"

// A State of a stream of events.
type State string

const (
	StateConnecting State = "connecting"
	// StateLive: the missed events were delivered, and new events are delivered as they are published.
	StateLive State = "live"
	// StateWaiting: the stream connects again after RetryIn.
	StateWaiting State = "waiting"
	// StateClosed: the stream has ended.
	StateClosed State = "closed"
)

// A Status is the state of a stream of events, with its details.
type Status struct {
	State State
	// User is the own user while the stream is live.
	User User
	// RetryIn is the time until the next connection.
	RetryIn time.Duration
	// Err is the reason why the stream waits or has ended, if it is known.
	Err error
}

// An EventsOption of [Client.Events].
type EventsOption func(*stream)

// From resumes at the cursor of a snapshot (RoomsListOutput, MessagesListOutput), or at [Entry.Resume] of
// the last handled event. Without From the events from now on are delivered.
func From(cursor Cursor) EventsOption {
	return func(s *stream) { s.order.cursor = cursor }
}

// OnStatus calls a function at each change of the status, in the goroutine of the loop.
func OnStatus(onStatus func(Status)) EventsOption {
	return func(s *stream) { s.onStatus = onStatus }
}
