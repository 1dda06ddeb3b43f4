package parlance

import (
	"encoding/json"
	"time"
)

// Ptr is a pointer to a value, for fields where nothing and an empty value differ.
func Ptr[T any](value T) *T { return &value }

// A Change of what may also be taken away: [To] a value, or [None]. A nil *Change leaves it as it is.
type Change[T any] struct{ to *T }

// To changes it to this value.
func To[T any](value T) *Change[T] { return &Change[T]{&value} }

// None takes it away.
func None[T any]() *Change[T] { return &Change[T]{} }

// MarshalJSON writes the value, or null.
func (c Change[T]) MarshalJSON() ([]byte, error) {
	// The wire's times are in UTC.
	if at, ok := any(c.to).(*time.Time); ok && at != nil {
		return json.Marshal(at.UTC())
	}
	return json.Marshal(c.to)
}
