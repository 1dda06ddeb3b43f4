// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

import (
	"time"
)

// UserUpdated is user.updated. The name, `info`, server role or profile of the user changed.
type UserUpdated struct {
	Entry
	User User `json:"user"`
}

// UserDeleted is user.deleted. The user was deleted. It is the last event of its log, and closes
// the user’s connections.
type UserDeleted struct {
	Entry
	User User `json:"user"`
}

// AccountUpdated is account.updated. The password, a passkey or the second factor of the account
// has changed, so that other devices can ask whether it was the user.
type AccountUpdated struct {
	Entry
	Change AccountChange `json:"change"`
}

// SessionEnded is session.ended. A session of the user ended. It is the last event that the
// connections of the session receive. Without `session`, it ends the connections that the user
// opened as a guest.
type SessionEnded struct {
	Entry
	Session SessionID  `json:"session,omitempty"`
	Reason  SessionEnd `json:"reason"`
}

// IdentityCreated is identity.created. An identity was added to the account, also by its first
// sign-in.
type IdentityCreated struct {
	Entry
	Identity IdentityID `json:"identity"`
}

// IdentityDeleted is identity.deleted. An identity was removed from the account.
type IdentityDeleted struct {
	Entry
	Identity IdentityID `json:"identity"`
}

// RoomCreated is room.created. A room was created.
type RoomCreated struct {
	Entry
	Room Room   `json:"room"`
	By   Sender `json:"by"`
}

// RoomUpdated is room.updated. A room changed. `room`: the room as it is now.
type RoomUpdated struct {
	Entry
	Room Room   `json:"room"`
	By   Sender `json:"by"`
}

// RoomDeleted is room.deleted. A room was deleted. It is the last event of its log.
type RoomDeleted struct {
	Entry
	By Sender `json:"by"`
}

// MemberJoined is member.joined. A user became a member. `room`: the room, for the user who joined.
type MemberJoined struct {
	Entry
	Member Member `json:"member"`
	Room   Room   `json:"room"`
	By     Sender `json:"by"`
}

// MemberUpdated is member.updated. The role, name or `info` of a member changed. `user`: the user
// as they are now, with their `info`.
type MemberUpdated struct {
	Entry
	Member Member `json:"member"`
	User   User   `json:"user"`
	By     Sender `json:"by"`
}

// MemberLeft is member.left. A user left, or was removed if `by` is another user. It is the last
// event of the room that the user receives.
type MemberLeft struct {
	Entry
	User        Sender `json:"user"`
	By          Sender `json:"by"`
	MemberCount int64  `json:"memberCount"`
}

// MessageCreated is message.created. A message was sent. `root`: the root of its thread.
type MessageCreated struct {
	Entry
	Message Message     `json:"message"`
	Root    *ThreadRoot `json:"root,omitempty"`
}

// MessageUpdated is message.updated. A message was edited, or restored after its deletion.
type MessageUpdated struct {
	Entry
	Message Message     `json:"message"`
	Root    *ThreadRoot `json:"root,omitempty"`
}

// MessageDeleted is message.deleted. A message was deleted.
type MessageDeleted struct {
	Entry
	Message Message     `json:"message"`
	By      Sender      `json:"by"`
	Root    *ThreadRoot `json:"root,omitempty"`
}

// ReceiptRead is receipt.read. The read pointer of a member moved.
type ReceiptRead struct {
	Entry
	Room    RoomID `json:"room"`
	User    Sender `json:"user"`
	ReadSeq int64  `json:"readSeq"`
}

// ReceiptDelivered is receipt.delivered. The delivered pointer of a member moved.
type ReceiptDelivered struct {
	Entry
	Room         RoomID `json:"room"`
	User         Sender `json:"user"`
	DeliveredSeq int64  `json:"deliveredSeq"`
}

// ThreadUpdated is thread.updated. The user followed, unfollowed or read a thread.
type ThreadUpdated struct {
	Entry
	Room      RoomID    `json:"room"`
	Thread    MessageID `json:"thread"`
	Following bool      `json:"following"`
	ReadSeq   int64     `json:"readSeq"`
}

// ReactionAdded is reaction.added. A user added a reaction.
type ReactionAdded struct {
	Entry
	Message MessageRef `json:"message"`
	// One emoji (of Unicode’s RGI set), or a `:name:` that the app defines.
	Emoji string `json:"emoji"`
	User  Sender `json:"user"`
	// All reactions on the message now.
	Reactions []ReactionSummary `json:"reactions"`
}

// ReactionRemoved is reaction.removed. A user removed a reaction.
type ReactionRemoved struct {
	Entry
	Message MessageRef `json:"message"`
	// One emoji (of Unicode’s RGI set), or a `:name:` that the app defines.
	Emoji string `json:"emoji"`
	User  Sender `json:"user"`
	// All reactions on the message now.
	Reactions []ReactionSummary `json:"reactions"`
}

// MentionCreated is mention.created. A message mentions the user to whose log this event belongs.
type MentionCreated struct {
	Entry
	Room    RoomID     `json:"room"`
	Message MessageRef `json:"message"`
	By      Sender     `json:"by"`
}

// MessagePinned is message.pinned. A message was pinned.
type MessagePinned struct {
	Entry
	Message MessageRef `json:"message"`
	By      Sender     `json:"by"`
}

// MessageUnpinned is message.unpinned. A message was unpinned.
type MessageUnpinned struct {
	Entry
	Message MessageRef `json:"message"`
	By      Sender     `json:"by"`
}

// PreferencesUpdated is preferences.updated. The user’s preferences for a room, or the "unread from
// here" mark, changed.
type PreferencesUpdated struct {
	Entry
	Room        RoomID      `json:"room"`
	Preferences Preferences `json:"preferences"`
	UnreadFrom  int64       `json:"unreadFrom,omitempty"`
}

// InvitationCreated is invitation.created. An invitation was created. The event is in the log of
// the invited user, or of the creator if it has a code.
type InvitationCreated struct {
	Entry
	Invitation Invitation `json:"invitation"`
}

// InvitationUpdated is invitation.updated. An invitation was used.
type InvitationUpdated struct {
	Entry
	Invitation Invitation `json:"invitation"`
}

// InvitationDeleted is invitation.deleted. An invitation was used up, deleted or declined, or has
// expired.
type InvitationDeleted struct {
	Entry
	Invitation InvitationID `json:"invitation"`
}

// JoinRequestCreated is joinRequest.created. A user asked to join a room. The events of a join
// request are in the log of this user and in those of the staff of the room: at most 20 members,
// those with the highest roles.
type JoinRequestCreated struct {
	Entry
	JoinRequest JoinRequest `json:"joinRequest"`
}

// JoinRequestAccepted is joinRequest.accepted. A join request was accepted. The `member.joined` of
// the room follows.
type JoinRequestAccepted struct {
	Entry
	JoinRequest JoinRequestID `json:"joinRequest"`
	Room        RoomID        `json:"room"`
	By          Sender        `json:"by"`
}

// JoinRequestDeclined is joinRequest.declined. A join request was declined. `declinedBy` is for the
// staff only.
type JoinRequestDeclined struct {
	Entry
	JoinRequest JoinRequestID `json:"joinRequest"`
	Room        RoomID        `json:"room"`
	DeclinedBy  *Sender       `json:"declinedBy,omitempty"`
}

// JoinRequestDeleted is joinRequest.deleted. A join request ended without an answer: it was
// withdrawn, its user became a member in another way or was deleted, or the room was deleted.
type JoinRequestDeleted struct {
	Entry
	JoinRequest JoinRequestID `json:"joinRequest"`
	Room        RoomID        `json:"room"`
}

// BlockCreated is block.created. The user blocked another user.
type BlockCreated struct {
	Entry
	Block Block `json:"block"`
}

// BlockDeleted is block.deleted. The user unblocked another user.
type BlockDeleted struct {
	Entry
	User UserID `json:"user"`
}

// SanctionCreated is sanction.created. A user was banned or muted. It is in the log of the user and
// in those of the staff: of at most 20 users, those with the highest roles. The user receives
// nothing of a shadow ban. After a ban from the server it is the last event that the user’s
// connections receive.
type SanctionCreated struct {
	Entry
	Sanction Sanction `json:"sanction"`
}

// SanctionUpdated is sanction.updated. The user appealed against a ban or mute, or the staff
// answered. It is in the log of the user and in those of the staff: of at most 20 users, those with
// the highest roles.
type SanctionUpdated struct {
	Entry
	Sanction Sanction `json:"sanction"`
}

// SanctionEnded is sanction.ended. A ban or mute was lifted or replaced. One with an end ends
// without this event. It is in the log of the user and in those of the staff: of at most 20 users,
// those with the highest roles.
type SanctionEnded struct {
	Entry
	Sanction SanctionID `json:"sanction"`
}

// ExportFinished is export.finished. An export that the user has asked for is ready. It is in the
// user’s own log.
type ExportFinished struct {
	Entry
	Export ExportID `json:"export"`
}

// RequestCreated is request.created. A request was created. The event is in the log of the user who
// asked, and of the other user, unless the request was dropped.
type RequestCreated struct {
	Entry
	Request ContactRequest `json:"request"`
}

// RequestAccepted is request.accepted. A request was accepted. The event is in the logs of both
// users. `room`: their dm.
type RequestAccepted struct {
	Entry
	Request RequestID `json:"request"`
	Room    RoomID    `json:"room"`
}

// RequestDeclined is request.declined. A request was declined. The event is only in the log of the
// user who declined.
type RequestDeclined struct {
	Entry
	Request RequestID `json:"request"`
}

// RequestDeleted is request.deleted. A request was withdrawn.
type RequestDeleted struct {
	Entry
	Request RequestID `json:"request"`
}

// ConsentUpdated is consent.updated. The user changed who may reach them.
type ConsentUpdated struct {
	Entry
	Consent Consent `json:"consent"`
}

// EventSkipped is event.skipped. The log has an event at this seq that the user does not receive.
// It keeps the seqs without a gap, and has no other meaning.
type EventSkipped struct {
	Entry
}

// ReportCreated is report.created. Something was reported. The events of a report are in the logs
// of the staff of the room and of the server who can see it: of at most 20 each.
type ReportCreated struct {
	Entry
	Report ReportID `json:"report"`
}

// ReportUpdated is report.updated. A report was claimed or closed: read it again. The first
// reporters receive that it was closed, too.
type ReportUpdated struct {
	Entry
	Report ReportID `json:"report"`
}

// TypingStarted is typing.started. A user is typing. It ends at `until` unless it is reported
// again.
type TypingStarted struct {
	EphemeralEvent
	Thread MessageID `json:"thread,omitempty"`
	Until  time.Time `json:"until"`
}

// TypingStopped is typing.stopped. A user stopped typing.
type TypingStopped struct {
	EphemeralEvent
	Thread MessageID `json:"thread,omitempty"`
}

// PresenceChanged is presence.changed. The presence of a member changed.
type PresenceChanged struct {
	EphemeralEvent
	State      PresenceState `json:"state"`
	Status     string        `json:"status,omitempty"`
	LastSeenAt *time.Time    `json:"lastSeenAt,omitempty"`
}

// decodeEvent decodes an event by its type. An event with an id moves the cursor.
func decodeEvent(kind string, data []byte, id Cursor) (Event, error) {
	switch kind {
	case "user.updated":
		return decodeAs[UserUpdated](data, id)
	case "user.deleted":
		return decodeAs[UserDeleted](data, id)
	case "account.updated":
		return decodeAs[AccountUpdated](data, id)
	case "session.ended":
		return decodeAs[SessionEnded](data, id)
	case "identity.created":
		return decodeAs[IdentityCreated](data, id)
	case "identity.deleted":
		return decodeAs[IdentityDeleted](data, id)
	case "room.created":
		return decodeAs[RoomCreated](data, id)
	case "room.updated":
		return decodeAs[RoomUpdated](data, id)
	case "room.deleted":
		return decodeAs[RoomDeleted](data, id)
	case "member.joined":
		return decodeAs[MemberJoined](data, id)
	case "member.updated":
		return decodeAs[MemberUpdated](data, id)
	case "member.left":
		return decodeAs[MemberLeft](data, id)
	case "message.created":
		return decodeAs[MessageCreated](data, id)
	case "message.updated":
		return decodeAs[MessageUpdated](data, id)
	case "message.deleted":
		return decodeAs[MessageDeleted](data, id)
	case "receipt.read":
		return decodeAs[ReceiptRead](data, id)
	case "receipt.delivered":
		return decodeAs[ReceiptDelivered](data, id)
	case "thread.updated":
		return decodeAs[ThreadUpdated](data, id)
	case "reaction.added":
		return decodeAs[ReactionAdded](data, id)
	case "reaction.removed":
		return decodeAs[ReactionRemoved](data, id)
	case "mention.created":
		return decodeAs[MentionCreated](data, id)
	case "message.pinned":
		return decodeAs[MessagePinned](data, id)
	case "message.unpinned":
		return decodeAs[MessageUnpinned](data, id)
	case "preferences.updated":
		return decodeAs[PreferencesUpdated](data, id)
	case "invitation.created":
		return decodeAs[InvitationCreated](data, id)
	case "invitation.updated":
		return decodeAs[InvitationUpdated](data, id)
	case "invitation.deleted":
		return decodeAs[InvitationDeleted](data, id)
	case "joinRequest.created":
		return decodeAs[JoinRequestCreated](data, id)
	case "joinRequest.accepted":
		return decodeAs[JoinRequestAccepted](data, id)
	case "joinRequest.declined":
		return decodeAs[JoinRequestDeclined](data, id)
	case "joinRequest.deleted":
		return decodeAs[JoinRequestDeleted](data, id)
	case "block.created":
		return decodeAs[BlockCreated](data, id)
	case "block.deleted":
		return decodeAs[BlockDeleted](data, id)
	case "sanction.created":
		return decodeAs[SanctionCreated](data, id)
	case "sanction.updated":
		return decodeAs[SanctionUpdated](data, id)
	case "sanction.ended":
		return decodeAs[SanctionEnded](data, id)
	case "export.finished":
		return decodeAs[ExportFinished](data, id)
	case "request.created":
		return decodeAs[RequestCreated](data, id)
	case "request.accepted":
		return decodeAs[RequestAccepted](data, id)
	case "request.declined":
		return decodeAs[RequestDeclined](data, id)
	case "request.deleted":
		return decodeAs[RequestDeleted](data, id)
	case "consent.updated":
		return decodeAs[ConsentUpdated](data, id)
	case "event.skipped":
		return decodeAs[EventSkipped](data, id)
	case "report.created":
		return decodeAs[ReportCreated](data, id)
	case "report.updated":
		return decodeAs[ReportUpdated](data, id)
	case "typing.started":
		return decodeAs[TypingStarted](data, id)
	case "typing.stopped":
		return decodeAs[TypingStopped](data, id)
	case "presence.changed":
		return decodeAs[PresenceChanged](data, id)
	}
	return decodeAs[UnknownEvent](data, id)
}
