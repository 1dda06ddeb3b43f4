// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

// The codes of the server's refusals: errors.Is(err, parlance.ErrForbidden).
const (
	// The text is not valid JSON: send one JSON value in UTF-8 (400).
	ErrInvalidJSON Code = "invalid_json"
	// The frame is not valid at this point: send hello first, and then commands or pings (400).
	ErrInvalidFrame Code = "invalid_frame"
	// The input is not valid: correct the named fields (400).
	ErrInvalidInput Code = "invalid_input"
	// This server did not issue the cursor: read the state again, and use the cursor that comes with
	// it (400).
	ErrInvalidCursor Code = "invalid_cursor"
	// The Host header is malformed or names another server: use an address of this server (400).
	ErrInvalidHost Code = "invalid_host"
	// The GraphQL operation does not match the schema: see /schema.graphql (400).
	ErrInvalidOperation Code = "invalid_operation"
	// This server runs only registered GraphQL operations: ask its operator to register this one
	// (400).
	ErrUnknownOperation Code = "unknown_operation"
	// The GraphQL operation exceeds the limits: request less at once (400).
	ErrTooComplex Code = "too_complex"
	// No command has this name: use a name from the API documents (404).
	ErrUnknownCommand Code = "unknown_command"
	// A token is required: sign in, and send the token (401).
	ErrUnauthenticated Code = "unauthenticated"
	// The token is not valid: get a new one (401).
	ErrInvalidToken Code = "invalid_token"
	// The API key is not valid: use the operator’s key, or another key that was not deleted (401).
	ErrInvalidKey Code = "invalid_key"
	// The token has expired: get a new one (401).
	ErrTokenExpired Code = "token_expired"
	// The session was ended: sign in again (401).
	ErrSessionEnded Code = "session_ended"
	// The login or the password is wrong: check both, and try again (401).
	ErrWrongCredentials Code = "wrong_credentials"
	// The account has a second factor: send the code of the authenticator app, or a recovery code
	// (401).
	ErrSecondFactorRequired Code = "second_factor_required"
	// The code is wrong, or was used before: wait until the app shows the next one, and try again
	// (401).
	ErrWrongCode Code = "wrong_code"
	// The passkey is not valid here, or its options were used or have expired: get new options, and
	// try again (401).
	ErrPasskeyRefused Code = "passkey_refused"
	// This needs a proof that it is you: send the current password, or sign in again first (403).
	ErrProofRequired Code = "proof_required"
	// The identity belongs to another account: sign in with it, or remove it there first (409).
	ErrIdentityTaken Code = "identity_taken"
	// This is the last way to sign in to the account: set a password, or add a passkey or another
	// identity first (409).
	ErrLastSignIn Code = "last_sign_in"
	// Another account has verified this e-mail address: sign in with that account, or use another
	// address (409).
	ErrEmailTaken Code = "email_taken"
	// The link was used, has expired, was deleted, or never existed: ask for a new one (410).
	ErrLinkOver Code = "link_over"
	// The sign-in was begun elsewhere, too long ago, or by another user: begin again (410).
	ErrFlowOver Code = "flow_over"
	// The provider did not let the user sign in: begin again, or choose another way (403).
	ErrSignInRefused Code = "sign_in_refused"
	// The provider gave no valid answer: begin again, or ask the operator, whose log has the reason
	// (502).
	ErrProviderFailed Code = "provider_failed"
	// The first frame must be hello: connect again, and send it first (400).
	ErrHelloMissing Code = "hello_missing"
	// No hello arrived within 10 seconds: connect again, and send it first (408).
	ErrHelloLate Code = "hello_late"
	// You are not permitted to do this: ask the staff of the room, or the operator (403).
	ErrForbidden Code = "forbidden"
	// The user must agree first: send a request (requests.create) or an invitation
	// (invitations.create), and wait until it is accepted (403).
	ErrConsentRequired Code = "consent_required"
	// You are banned: wait until the ban ends, or appeal against it (sanctions.appeal) (403).
	ErrBanned Code = "banned"
	// You are muted: you can read, but not write until the mute ends (403).
	ErrMuted Code = "muted"
	// A legal hold keeps these data: wait until an administrator has lifted it (legalHolds.delete)
	// (409).
	ErrLegalHold Code = "legal_hold"
	// The user was deleted permanently: use another user (403).
	ErrUserDeleted Code = "user_deleted"
	// The export is not ready: wait for export.finished, or read its state (409).
	ErrExportUnfinished Code = "export_unfinished"
	// The file of this export was removed: ask for a new export (410).
	ErrExportOver Code = "export_over"
	// Another member of the staff works on the report: leave it to them, or take it over (takeOver)
	// (409).
	ErrReportClaimed Code = "report_claimed"
	// The report was closed: list the open reports again (410).
	ErrReportOver Code = "report_over"
	// The text is not permitted here: change it (403).
	ErrTextRefused Code = "text_refused"
	// The message could not be checked, so it was not sent: try again in a few seconds (503).
	ErrCheckFailed Code = "check_failed"
	// The room is in slow mode: wait, and send the message again (429).
	ErrSlowMode Code = "slow_mode"
	// Pages of this origin cannot call this server: ask its operator to add the origin to
	// PARLANCE_ORIGINS (403).
	ErrOriginRefused Code = "origin_refused"
	// The object does not exist, or you cannot see it: check the id, and whether you are a member
	// (404).
	ErrNotFound Code = "not_found"
	// This address does not support the method: use one that the Allow header lists (405).
	ErrMethodNotAllowed Code = "method_not_allowed"
	// Another user has this handle, or one that looks like it: choose another one (409).
	ErrHandleTaken Code = "handle_taken"
	// The last owner of a room must stay its owner: make another member owner first (409).
	ErrLastOwner Code = "last_owner"
	// The last administrator of the server must stay one: make another user administrator first (409).
	ErrLastAdministrator Code = "last_administrator"
	// A user can be in 1000 rooms at most, and in as many again to which others added them: leave
	// another room first (409).
	ErrTooManyRooms Code = "too_many_rooms"
	// The other user left the dm or was deleted, so it accepts no messages: create the dm again, or
	// leave it (409).
	ErrDMOver Code = "dm_over"
	// The room is archived, so it accepts no messages, reactions, pins or invitations: ask an owner or
	// admin to end the archiving (409).
	ErrArchived Code = "archived"
	// The feature is turned off in this room: ask an owner or admin to turn it on (409).
	ErrFeatureOff Code = "feature_off"
	// The message was edited in the meantime: read it again, and edit its latest version (409).
	ErrEditConflict Code = "edit_conflict"
	// The message was deleted: its author can restore it for 60 seconds after deleting it (409).
	ErrDeleted Code = "deleted"
	// The author can restore a message for 60 seconds after deleting it: send a new message (409).
	ErrTooLate Code = "too_late"
	// The job is running: wait until it has ended, or has failed (409).
	ErrJobRunning Code = "job_running"
	// The limit is reached: remove one before you add another (409).
	ErrTooMany Code = "too_many"
	// The invitation is used up, has expired, was deleted, or never existed: ask for a new one (410).
	ErrInvitationOver Code = "invitation_over"
	// This room is joined on request: send a join request, or ask its staff for an invitation (403).
	ErrJoinRequestRequired Code = "join_request_required"
	// The staff of the room declined your requests for good: ask them for an invitation (403).
	ErrJoinRequestDeclined Code = "join_request_declined"
	// The join request was answered or withdrawn, or has ended with its user or room: list the join
	// requests again (410).
	ErrJoinRequestOver Code = "join_request_over"
	// The read pointer is already further: send its seq or a later one (409).
	ErrReadBehind Code = "read_behind"
	// The room has no event with this seq yet: send at most the last seq of the room (409).
	ErrReadAhead Code = "read_ahead"
	// The body has a Content-Encoding: send it without one (415).
	ErrUnsupportedEncoding Code = "unsupported_encoding"
	// The request is too large: send less at once (413).
	ErrTooLarge Code = "too_large"
	// Too many requests: wait, and try again (429).
	ErrRateLimited Code = "rate_limited"
	// The quota of the day is used up: try again after midnight UTC, or ask the operator for more
	// (429).
	ErrQuotaReached Code = "quota_reached"
	// Too many connections are open: close one, or try again when one has ended (429).
	ErrTooManyConnections Code = "too_many_connections"
	// The body ended before it was complete: send it again (400).
	ErrBodyIncomplete Code = "body_incomplete"
	// Internal error: report the id to the operator of this server, whose log contains it (500).
	ErrInternal Code = "internal"
	// The server cannot do this at the moment: try again in a few seconds (503).
	ErrUnavailable Code = "unavailable"
)
