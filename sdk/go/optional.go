package parlance

import (
	"encoding/json"
	"time"
)

// Ptr makes a pointer to a value, for fields whose zero value has a meaning.
func Ptr[T any](value T) *T { return &value }

// A Change of a field that can also be removed: [To] sets it, and [None] removes it. A nil *Change leaves
// the field as it is.
type Change[T any] struct{ to *T }

// To sets the field to this value.
func To[T any](value T) *Change[T] { return &Change[T]{&value} }

// None removes the field.
func None[T any]() *Change[T] { return &Change[T]{} }

// MarshalJSON writes the value, or null.
func (c Change[T]) MarshalJSON() ([]byte, error) {
	// The protocol's times are in UTC.
	if at, ok := any(c.to).(*time.Time); ok && at != nil {
		return json.Marshal(at.UTC())
	}
	return json.Marshal(c.to)
}
