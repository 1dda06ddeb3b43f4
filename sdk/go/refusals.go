// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

// The codes with which the server refuses: errors.Is(err, parlance.ErrForbidden).
const (
	// That is not JSON we can read (400).
	ErrInvalidJSON Code = "invalid_json"
	// That is not a frame of this socket (400).
	ErrInvalidFrame Code = "invalid_frame"
	// The input does not fit the command (400).
	ErrInvalidInput Code = "invalid_input"
	// This cursor is not one of ours (400).
	ErrInvalidCursor Code = "invalid_cursor"
	// The Host header is malformed, or names another server (400).
	ErrInvalidHost Code = "invalid_host"
	// That is not an operation of this schema (400).
	ErrInvalidOperation Code = "invalid_operation"
	// Only operations that are known here are carried out (400).
	ErrUnknownOperation Code = "unknown_operation"
	// That asks for too much at once (400).
	ErrTooComplex Code = "too_complex"
	// There is no such command (404).
	ErrUnknownCommand Code = "unknown_command"
	// Say who you are: sign in first (401).
	ErrUnauthenticated Code = "unauthenticated"
	// This token is not valid (401).
	ErrInvalidToken Code = "invalid_token"
	// This API key is not valid (401).
	ErrInvalidKey Code = "invalid_key"
	// This token has ended (401).
	ErrTokenExpired Code = "token_expired"
	// The first frame must be hello (400).
	ErrHelloMissing Code = "hello_missing"
	// No hello came in time (408).
	ErrHelloLate Code = "hello_late"
	// You may not do that (403).
	ErrForbidden Code = "forbidden"
	// This user was deleted (403).
	ErrUserDeleted Code = "user_deleted"
	// This origin is not allowed (403).
	ErrOriginRefused Code = "origin_refused"
	// There is no such thing, or it is not yours to see (404).
	ErrNotFound Code = "not_found"
	// This address does not know that method (405).
	ErrMethodNotAllowed Code = "method_not_allowed"
	// A room keeps an owner: make somebody else one first (409).
	ErrLastOwner Code = "last_owner"
	// You are in as many rooms as one may be (409).
	ErrTooManyRooms Code = "too_many_rooms"
	// The room is archived: nothing is said in it any more (409).
	ErrArchived Code = "archived"
	// This room does without that (409).
	ErrFeatureOff Code = "feature_off"
	// It was changed meanwhile: look at it again (409).
	ErrEditConflict Code = "edit_conflict"
	// That message was deleted (409).
	ErrDeleted Code = "deleted"
	// It is too late for that (409).
	ErrTooLate Code = "too_late"
	// There are as many as there may be (409).
	ErrTooMany Code = "too_many"
	// This invitation has ended (410).
	ErrInvitationOver Code = "invitation_over"
	// You have read further than that already (409).
	ErrReadBehind Code = "read_behind"
	// The room has not come so far (409).
	ErrReadAhead Code = "read_ahead"
	// A body is sent as it is, without Content-Encoding (415).
	ErrUnsupportedEncoding Code = "unsupported_encoding"
	// That is too large (413).
	ErrTooLarge Code = "too_large"
	// Too much at once: wait a moment (429).
	ErrFlood Code = "flood"
	// There are as many connections as are allowed: close one, or come back when one has ended (429).
	ErrTooManyConnections Code = "too_many_connections"
	// The body ended before it was whole (400).
	ErrBodyIncomplete Code = "body_incomplete"
	// Our fault: it was logged (500).
	ErrInternal Code = "internal"
	// Come back in a moment (503).
	ErrUnavailable Code = "unavailable"
)
