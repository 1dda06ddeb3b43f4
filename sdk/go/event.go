package parlance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// An Event is one of the structs that embed [Entry] or [EphemeralEvent], or a [Reset]:
//
//	switch e := event.(type) {
//	case parlance.MessageCreated:
//	case parlance.Unknown: // from a newer server
//	}
type Event interface {
	// EventType is its word on the wire, such as "message.created".
	EventType() string
	// Raw is the event as it came, also with what this SDK does not know.
	Raw() json.RawMessage

	place() (log Log, seq int64, cursor Cursor)
}

// An Entry of a log: it is durable, and is replayed to who missed it.
type Entry struct {
	Type string `json:"type"`
	// Whose log this is an entry of.
	Log Log   `json:"log"`
	Seq int64 `json:"seq"`
	// Everything up to here, over all logs. To resume here, see Resume.
	Cursor Cursor    `json:"cursor"`
	At     time.Time `json:"at"`

	id  Cursor
	raw json.RawMessage
}

// A EphemeralEvent passes: it is in no log, has no seq and is never replayed.
type EphemeralEvent struct {
	Type string    `json:"type"`
	Log  RoomID    `json:"log"`
	User Sender    `json:"user"`
	At   time.Time `json:"at"`

	raw json.RawMessage
}

// Unknown is what a newer server tells: of a type that this SDK does not know. Its Seq is 0 where it
// passes. The rest of it is in Raw.
type Unknown struct{ Entry }

// Reset: what was missed cannot be replayed. Read the state anew; the events after this one are
// those that come from now on.
type Reset struct{ Reason string }

// Resume is what [From] wants to go on after this event: its cursor, and what was received around it, so
// that nothing comes again.
func (e Entry) Resume() Cursor {
	if e.id != "" {
		return e.id
	}
	return e.Cursor
}

func (e Entry) EventType() string           { return e.Type }
func (e Entry) Raw() json.RawMessage        { return e.raw }
func (e Entry) place() (Log, int64, Cursor) { return e.Log, e.Seq, e.Resume() }

func (s EphemeralEvent) EventType() string           { return s.Type }
func (s EphemeralEvent) Raw() json.RawMessage        { return s.raw }
func (s EphemeralEvent) place() (Log, int64, Cursor) { return "", 0, "" }

func (Reset) EventType() string           { return "reset" }
func (Reset) Raw() json.RawMessage        { return nil }
func (Reset) place() (Log, int64, Cursor) { return "", 0, "" }

func (e *Entry) came(raw json.RawMessage, id Cursor) error {
	e.raw, e.id = raw, id
	if e.Log == "" || e.Seq < 1 {
		return fmt.Errorf("%s has no place in a log", e.Type)
	}
	return nil
}

func (s *EphemeralEvent) came(raw json.RawMessage, _ Cursor) error {
	s.raw = raw
	return nil
}

func (u *Unknown) came(raw json.RawMessage, id Cursor) error {
	// Whether it should have a place is not known.
	err := u.Entry.came(raw, id)
	if u.Seq == 0 {
		return nil
	}
	return err
}

// decodeAs reads an event whose type is known.
func decodeAs[T Event, P interface {
	*T
	came(json.RawMessage, Cursor) error
}](data []byte, id Cursor) (Event, error) {
	var event T
	if err := json.Unmarshal(data, &event); err != nil {
		return nil, err
	}
	if err := P(&event).came(bytes.Clone(data), id); err != nil {
		return nil, err
	}
	return event, nil
}

// decode reads an event of any type.
func decode(data []byte, id Cursor) (Event, error) {
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, err
	}
	if head.Type == "" {
		return nil, fmt.Errorf("an event without a type")
	}
	return decodeEvent(head.Type, data, id)
}
