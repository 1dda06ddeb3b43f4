package parlance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// An Event is one of the structs that embed [Entry] or [EphemeralEvent], or a [Reset]:
//
//	switch e := event.(type) {
//	case parlance.MessageCreated:
//	case parlance.UnknownEvent: // of a newer server
//	}
type Event interface {
	// EventType is the type in the protocol, such as "message.created".
	EventType() string
	// Raw is the JSON of the event as it was received, with the fields that this SDK does not know.
	Raw() json.RawMessage

	position() (log Log, seq int64, cursor Cursor)
}

// An Entry is an event of a log. It is durable, and is replayed after a lost connection.
type Entry struct {
	Type string `json:"type"`
	// The log that contains the event.
	Log Log   `json:"log"`
	Seq int64 `json:"seq"`
	// The position over all logs. Resume is the more exact position.
	Cursor Cursor    `json:"cursor"`
	At     time.Time `json:"at"`

	id  Cursor
	raw json.RawMessage
}

// An EphemeralEvent is in no log, has no seq and is never replayed.
type EphemeralEvent struct {
	Type string    `json:"type"`
	Log  RoomID    `json:"log"`
	User Sender    `json:"user"`
	At   time.Time `json:"at"`

	raw json.RawMessage
}

// UnknownEvent is an event of a newer server, of a type that this SDK does not know. Its Seq is 0 if it
// is ephemeral. Raw contains its other fields.
type UnknownEvent struct{ Entry }

// Reset: the missed events cannot be replayed. Read the state again; the events after the Reset are
// those from now on.
type Reset struct{ Reason string }

// Resume is the resume token of the event for [From]: its cursor and the last received seqs, so that no
// event is delivered again.
func (e Entry) Resume() Cursor {
	if e.id != "" {
		return e.id
	}
	return e.Cursor
}

func (e Entry) EventType() string              { return e.Type }
func (e Entry) Raw() json.RawMessage           { return e.raw }
func (e Entry) position() (Log, int64, Cursor) { return e.Log, e.Seq, e.Resume() }

func (e EphemeralEvent) EventType() string              { return e.Type }
func (e EphemeralEvent) Raw() json.RawMessage           { return e.raw }
func (e EphemeralEvent) position() (Log, int64, Cursor) { return "", 0, "" }

func (Reset) EventType() string              { return "reset" }
func (Reset) Raw() json.RawMessage           { return nil }
func (Reset) position() (Log, int64, Cursor) { return "", 0, "" }

func (e *Entry) setRaw(raw json.RawMessage, id Cursor) error {
	e.raw, e.id = raw, id
	if e.Log == "" || e.Seq < 1 {
		return fmt.Errorf("%s has no log or no seq", e.Type)
	}
	return nil
}

func (e *EphemeralEvent) setRaw(raw json.RawMessage, _ Cursor) error {
	e.raw = raw
	return nil
}

func (u *UnknownEvent) setRaw(raw json.RawMessage, id Cursor) error {
	// An unknown event can be ephemeral.
	err := u.Entry.setRaw(raw, id)
	if u.Seq == 0 {
		return nil
	}
	return err
}

// decodeAs decodes an event of a known type.
func decodeAs[T Event, P interface {
	*T
	setRaw(json.RawMessage, Cursor) error
}](data []byte, id Cursor) (Event, error) {
	var event T
	if err := json.Unmarshal(data, &event); err != nil {
		return nil, err
	}
	if err := P(&event).setRaw(bytes.Clone(data), id); err != nil {
		return nil, err
	}
	return event, nil
}

// decode decodes an event of any type.
func decode(data []byte, id Cursor) (Event, error) {
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, err
	}
	if head.Type == "" {
		return nil, errors.New("an event has no type")
	}
	return decodeEvent(head.Type, data, id)
}
