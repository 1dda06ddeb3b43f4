// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

// The codes with which the server refuses: errors.Is(err, parlance.ErrForbidden).
const (
	// This is not valid JSON: send one JSON value in UTF-8 (400).
	ErrInvalidJSON Code = "invalid_json"
	// This is not a frame of this socket: send a hello or a command (400).
	ErrInvalidFrame Code = "invalid_frame"
	// The input does not fit the command: correct the fields that are named (400).
	ErrInvalidInput Code = "invalid_input"
	// This cursor is not from this server: read the state again, and use the cursor of that (400).
	ErrInvalidCursor Code = "invalid_cursor"
	// The Host header is malformed or names another server: use an address of this server (400).
	ErrInvalidHost Code = "invalid_host"
	// This GraphQL operation does not fit the schema: see /schema.graphql (400).
	ErrInvalidOperation Code = "invalid_operation"
	// This server runs only registered GraphQL operations: ask its operator to add this one (400).
	ErrUnknownOperation Code = "unknown_operation"
	// This GraphQL operation is over the limits: ask for less at once (400).
	ErrTooComplex Code = "too_complex"
	// There is no command with this name: the API documents list all names (404).
	ErrUnknownCommand Code = "unknown_command"
	// This needs a token: sign in, and send it (401).
	ErrUnauthenticated Code = "unauthenticated"
	// This token is not valid: get a new one (401).
	ErrInvalidToken Code = "invalid_token"
	// This API key is not valid: use the operator’s key, or one that was not deleted (401).
	ErrInvalidKey Code = "invalid_key"
	// This token has expired: get a new one (401).
	ErrTokenExpired Code = "token_expired"
	// The first frame must be hello: connect again, and send it first (400).
	ErrHelloMissing Code = "hello_missing"
	// No hello came within 10 seconds: connect again, and send it first (408).
	ErrHelloLate Code = "hello_late"
	// You do not have the right to do this: ask the staff of the room, or the operator (403).
	ErrForbidden Code = "forbidden"
	// This user was deleted for good: use another user (403).
	ErrUserDeleted Code = "user_deleted"
	// Pages of this origin may not call this server: its operator can add it to PARLANCE_ORIGINS
	// (403).
	ErrOriginRefused Code = "origin_refused"
	// There is no such thing, or you cannot see it: check the id, and whether you are a member (404).
	ErrNotFound Code = "not_found"
	// This address does not support this method: the Allow header lists those that it does (405).
	ErrMethodNotAllowed Code = "method_not_allowed"
	// A room keeps an owner: make another member owner first (409).
	ErrLastOwner Code = "last_owner"
	// A user can be in 1000 rooms at most: leave another room first (409).
	ErrTooManyRooms Code = "too_many_rooms"
	// The other person of this dm was deleted, and it takes nothing more: leave it (409).
	ErrDMOver Code = "dm_over"
	// The room is archived, and nothing in it changes: an owner or admin can bring it back (409).
	ErrArchived Code = "archived"
	// This room has that feature turned off: an owner or admin can turn it on (409).
	ErrFeatureOff Code = "feature_off"
	// The message was edited meanwhile: read it again, and edit its latest version (409).
	ErrEditConflict Code = "edit_conflict"
	// This message was deleted: its author can restore it for a short time (409).
	ErrDeleted Code = "deleted"
	// A message can be restored for 60 seconds after its deletion (409).
	ErrTooLate Code = "too_late"
	// The limit is reached: remove another one first (409).
	ErrTooMany Code = "too_many"
	// This invitation is used up, taken back, expired, or never was: ask for a new one (410).
	ErrInvitationOver Code = "invitation_over"
	// You have read further already: send the seq that you read up to last (409).
	ErrReadBehind Code = "read_behind"
	// The room has no event with this seq yet: send at most the seq of the room (409).
	ErrReadAhead Code = "read_ahead"
	// This body has a Content-Encoding: send it without (415).
	ErrUnsupportedEncoding Code = "unsupported_encoding"
	// This is too large: send less at once (413).
	ErrTooLarge Code = "too_large"
	// Too many requests: wait, and try again (429).
	ErrRateLimited Code = "rate_limited"
	// Too many connections are open: close one, or try again when one has ended (429).
	ErrTooManyConnections Code = "too_many_connections"
	// The body ended before it was complete: send it again (400).
	ErrBodyIncomplete Code = "body_incomplete"
	// Internal error: tell the operator of this server its id, which stands in the log (500).
	ErrInternal Code = "internal"
	// The server cannot do this at the moment: try again in a few seconds (503).
	ErrUnavailable Code = "unavailable"
)
