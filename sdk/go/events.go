// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

import (
	"time"
)

// UserUpdated is user.updated.
type UserUpdated struct {
	Entry
	User User `json:"user"`
}

// UserDeleted is user.deleted. The last entry of its log: the user’s connections end with it.
type UserDeleted struct {
	Entry
	User User `json:"user"`
}

// RoomCreated is room.created.
type RoomCreated struct {
	Entry
	Room Room   `json:"room"`
	By   Sender `json:"by"`
}

// RoomUpdated is room.updated.
type RoomUpdated struct {
	Entry
	Room Room   `json:"room"`
	By   Sender `json:"by"`
}

// RoomDeleted is room.deleted. The last entry of its log.
type RoomDeleted struct {
	Entry
	By Sender `json:"by"`
}

// MemberJoined is member.joined. `room` is there for the one who joined and does not know it yet.
type MemberJoined struct {
	Entry
	Member Member `json:"member"`
	Room   Room   `json:"room"`
	By     Sender `json:"by"`
}

// MemberUpdated is member.updated. Another role, name or `info`. `user`: who they are now, with
// their `info`.
type MemberUpdated struct {
	Entry
	Member Member `json:"member"`
	User   User   `json:"user"`
	By     Sender `json:"by"`
}

// MemberLeft is member.left. The last thing that this user hears of the room. `by` somebody else:
// removed.
type MemberLeft struct {
	Entry
	User        Sender `json:"user"`
	By          Sender `json:"by"`
	MemberCount int64  `json:"memberCount"`
}

// MessageCreated is message.created. `root`: that of the thread in which it was said.
type MessageCreated struct {
	Entry
	Message Message     `json:"message"`
	Root    *ThreadRoot `json:"root,omitempty"`
}

// MessageUpdated is message.updated. Edited, or back after it was deleted.
type MessageUpdated struct {
	Entry
	Message Message     `json:"message"`
	Root    *ThreadRoot `json:"root,omitempty"`
}

// MessageDeleted is message.deleted.
type MessageDeleted struct {
	Entry
	Message Message     `json:"message"`
	By      Sender      `json:"by"`
	Root    *ThreadRoot `json:"root,omitempty"`
}

// ReceiptRead is receipt.read.
type ReceiptRead struct {
	Entry
	Room    RoomID `json:"room"`
	User    Sender `json:"user"`
	ReadSeq int64  `json:"readSeq"`
}

// ReceiptDelivered is receipt.delivered.
type ReceiptDelivered struct {
	Entry
	Room         RoomID `json:"room"`
	User         Sender `json:"user"`
	DeliveredSeq int64  `json:"deliveredSeq"`
}

// ThreadUpdated is thread.updated.
type ThreadUpdated struct {
	Entry
	Room      RoomID    `json:"room"`
	Thread    MessageID `json:"thread"`
	Following bool      `json:"following"`
	ReadSeq   int64     `json:"readSeq"`
}

// ReactionAdded is reaction.added.
type ReactionAdded struct {
	Entry
	Message MessageRef `json:"message"`
	// One emoji (RGI, of Unicode), or a `:name:` of the app’s own.
	Emoji string `json:"emoji"`
	User  Sender `json:"user"`
	// All there are on the message now.
	Reactions []ReactionSummary `json:"reactions"`
}

// ReactionRemoved is reaction.removed.
type ReactionRemoved struct {
	Entry
	Message MessageRef `json:"message"`
	// One emoji (RGI, of Unicode), or a `:name:` of the app’s own.
	Emoji string `json:"emoji"`
	User  Sender `json:"user"`
	// All there are on the message now.
	Reactions []ReactionSummary `json:"reactions"`
}

// MentionCreated is mention.created.
type MentionCreated struct {
	Entry
	Room    RoomID     `json:"room"`
	Message MessageRef `json:"message"`
	By      Sender     `json:"by"`
}

// MessagePinned is message.pinned.
type MessagePinned struct {
	Entry
	Message MessageRef `json:"message"`
	By      Sender     `json:"by"`
}

// MessageUnpinned is message.unpinned.
type MessageUnpinned struct {
	Entry
	Message MessageRef `json:"message"`
	By      Sender     `json:"by"`
}

// PreferencesUpdated is preferences.updated. My own way with a room has changed, or from where on I
// want to see it as unread.
type PreferencesUpdated struct {
	Entry
	Room        RoomID      `json:"room"`
	Preferences Preferences `json:"preferences"`
	UnreadFrom  int64       `json:"unreadFrom,omitempty"`
}

// InvitationCreated is invitation.created.
type InvitationCreated struct {
	Entry
	Invitation Invitation `json:"invitation"`
}

// InvitationUpdated is invitation.updated.
type InvitationUpdated struct {
	Entry
	Invitation Invitation `json:"invitation"`
}

// InvitationDeleted is invitation.deleted.
type InvitationDeleted struct {
	Entry
	Invitation InvitationID `json:"invitation"`
}

// TypingStarted is typing.started. It ends at `until`, unless it is said again.
type TypingStarted struct {
	EphemeralEvent
	Thread MessageID `json:"thread,omitempty"`
	Until  time.Time `json:"until"`
}

// TypingStopped is typing.stopped.
type TypingStopped struct {
	EphemeralEvent
	Thread MessageID `json:"thread,omitempty"`
}

// PresenceChanged is presence.changed.
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
	case "typing.started":
		return decodeAs[TypingStarted](data, id)
	case "typing.stopped":
		return decodeAs[TypingStopped](data, id)
	case "presence.changed":
		return decodeAs[PresenceChanged](data, id)
	}
	return decodeAs[UnknownEvent](data, id)
}
