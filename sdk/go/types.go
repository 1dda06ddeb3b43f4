// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

import (
	"encoding/json"
	"time"
)

// UserID: The app’s own id where the app issues the token, else one of ours (`guest_…`).
type UserID string

// Data: The app’s own JSON object, kept as sent; its keys have no order.
type Data = json.RawMessage

// FeatureSwitches: What is named is turned on or off; the rest stays, or is that of the room’s
// type.
type FeatureSwitches struct {
	Typing    *bool `json:"typing,omitempty"`
	Receipts  *bool `json:"receipts,omitempty"`
	Reactions *bool `json:"reactions,omitempty"`
	Threads   *bool `json:"threads,omitempty"`
	Presence  *bool `json:"presence,omitempty"`
}

// RoomID is an id of its own kind.
type RoomID string

// Role is one of these words.
type Role string

const (
	RoleOwner     Role = "owner"
	RoleAdmin     Role = "admin"
	RoleModerator Role = "moderator"
	RoleMember    Role = "member"
)

// MessageID is an id of its own kind.
type MessageID string

// Mentions: Who is meant, beside what the text says.
type Mentions struct {
	Users []UserID `json:"users,omitempty"`
	// Everybody in the room.
	Room bool `json:"room,omitempty"`
	// Everybody in the room who is there just now.
	Online bool   `json:"online,omitempty"`
	Roles  []Role `json:"roles,omitempty"`
}

// NotifyLevel is one of these words.
type NotifyLevel string

const (
	NotifyLevelAll      NotifyLevel = "all"
	NotifyLevelMentions NotifyLevel = "mentions"
	NotifyLevelNone     NotifyLevel = "none"
)

// InvitationID is an id of its own kind.
type InvitationID string

// Scope is one of these words.
type Scope string

const (
	ScopeUsersRead     Scope = "users:read"
	ScopeUsersWrite    Scope = "users:write"
	ScopeRoomsRead     Scope = "rooms:read"
	ScopeRoomsWrite    Scope = "rooms:write"
	ScopeMessagesRead  Scope = "messages:read"
	ScopeMessagesWrite Scope = "messages:write"
	ScopeTokens        Scope = "tokens"
	ScopeKeys          Scope = "keys"
	ScopeStatistics    Scope = "statistics"
)

// KeyID is an id of its own kind.
type KeyID string

// User: `info`: the claims of the app's token that Parlance itself does not use. A deleted user has
// neither name nor info left.
type User struct {
	ID        UserID     `json:"id"`
	Name      string     `json:"name"`
	Kind      UserKind   `json:"kind"`
	Info      Data       `json:"info,omitempty"`
	CreatedAt time.Time  `json:"createdAt"`
	DeletedAt *time.Time `json:"deletedAt,omitempty"`
}

// UserKind is one of these words.
type UserKind string

const (
	UserKindPerson UserKind = "person"
	UserKindGuest  UserKind = "guest"
	UserKindBot    UserKind = "bot"
)

// Lobby: Which room the lobby is.
type Lobby struct {
	Room RoomID `json:"room"`
}

// Room: `seq` is the room’s last. A dm has no name of its own: clients show the other’s. `history`:
// how far back a new member sees. `features` as they are set: typing, receipts and presence are
// silent while a room has more than 200 members.
type Room struct {
	ID       RoomID   `json:"id"`
	Type     RoomType `json:"type"`
	Name     string   `json:"name,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Data     Data     `json:"data,omitempty"`
	ReadOnly bool     `json:"readOnly"`
	// One of "all", "joined".
	History     string     `json:"history"`
	Features    Features   `json:"features"`
	MemberCount int64      `json:"memberCount"`
	Seq         int64      `json:"seq"`
	CreatedAt   time.Time  `json:"createdAt"`
	ArchivedAt  *time.Time `json:"archivedAt,omitempty"`
}

// RoomType is one of these words.
type RoomType string

const (
	RoomTypeDM           RoomType = "dm"
	RoomTypeGroup        RoomType = "group"
	RoomTypePublic       RoomType = "public"
	RoomTypeAnnouncement RoomType = "announcement"
)

// Features: What a room has beside its messages.
type Features struct {
	Typing    bool `json:"typing"`
	Receipts  bool `json:"receipts"`
	Reactions bool `json:"reactions"`
	Threads   bool `json:"threads"`
	Presence  bool `json:"presence"`
}

// MyRoom: A room as one of its members sees it: my role, how far I read, and what that leaves
// unread.
type MyRoom struct {
	ID       RoomID   `json:"id"`
	Type     RoomType `json:"type"`
	Name     string   `json:"name,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Data     Data     `json:"data,omitempty"`
	ReadOnly bool     `json:"readOnly"`
	// One of "all", "joined".
	History     string     `json:"history"`
	Features    Features   `json:"features"`
	MemberCount int64      `json:"memberCount"`
	Seq         int64      `json:"seq"`
	CreatedAt   time.Time  `json:"createdAt"`
	ArchivedAt  *time.Time `json:"archivedAt,omitempty"`
	Role        Role       `json:"role"`
	// That of my joining: what was said before is history, and not unread, however far I read.
	JoinedSeq int64 `json:"joinedSeq"`
	ReadSeq   int64 `json:"readSeq"`
	// I want to see it as unread from here on, however far I have read.
	UnreadFrom int64 `json:"unreadFrom,omitempty"`
	// At most 1000: that many stands for that many or more.
	Unread int64 `json:"unread"`
	// How many of the unread name me.
	Mentions    int64       `json:"mentions"`
	Preferences Preferences `json:"preferences"`
	LastMessage *Message    `json:"lastMessage,omitempty"`
}

// Preferences: One's own way with a room. `position` orders one's own list; `receipts`: whether
// others see how far one has read.
type Preferences struct {
	Notify     NotifyLevel `json:"notify"`
	MutedUntil *time.Time  `json:"mutedUntil,omitempty"`
	Favourite  bool        `json:"favourite"`
	Position   *int64      `json:"position,omitempty"`
	// One of "public", "private".
	Receipts string `json:"receipts"`
}

// Message: `seq` is that of the event that created it. A deleted message keeps its place and no
// text. `version` rises with every edit, and with a deletion that is taken back.
type Message struct {
	ID      MessageID `json:"id"`
	Room    RoomID    `json:"room"`
	Seq     int64     `json:"seq"`
	Version int64     `json:"version"`
	Sender  Sender    `json:"sender"`
	Text    string    `json:"text"`
	Data    Data      `json:"data,omitempty"`
	// Not somebody's words: it says what happened.
	System bool `json:"system,omitempty"`
	// Nobody's unread, and no reason to call anybody.
	Silent  bool      `json:"silent,omitempty"`
	ReplyTo MessageID `json:"replyTo,omitempty"`
	Quote   *Quote    `json:"quote,omitempty"`
	// The message below which it was said; it is in the room's own history only where `inRoom`.
	Thread    MessageID         `json:"thread,omitempty"`
	InRoom    bool              `json:"inRoom,omitempty"`
	Replies   *Replies          `json:"replies,omitempty"`
	Mentions  *Mentions         `json:"mentions,omitempty"`
	Reactions []ReactionSummary `json:"reactions,omitempty"`
	PinnedAt  *time.Time        `json:"pinnedAt,omitempty"`
	ClientID  string            `json:"clientId,omitempty"`
	CreatedAt time.Time         `json:"createdAt"`
	EditedAt  *time.Time        `json:"editedAt,omitempty"`
	DeletedAt *time.Time        `json:"deletedAt,omitempty"`
	// In the answer to whoever sent or edited it, and nowhere else: what was left out.
	Ignored *Ignored `json:"ignored,omitempty"`
}

// Sender: Who somebody is, where more is not needed.
type Sender struct {
	ID   UserID `json:"id"`
	Name string `json:"name"`
}

// Quote: What a reply answers, as it is now: without its text where that was deleted, or is before
// one's time.
type Quote struct {
	ID        MessageID  `json:"id"`
	Seq       int64      `json:"seq"`
	Sender    Sender     `json:"sender"`
	Text      string     `json:"text,omitempty"`
	DeletedAt *time.Time `json:"deletedAt,omitempty"`
}

// Replies: What was said below a message.
type Replies struct {
	Count   int64     `json:"count"`
	LastSeq int64     `json:"lastSeq"`
	LastAt  time.Time `json:"lastAt"`
}

// ReactionSummary: An emoji and how many used it, in the order of first use.
type ReactionSummary struct {
	// One emoji (RGI, of Unicode), or a `:name:` of the app’s own.
	Emoji string `json:"emoji"`
	Count int64  `json:"count"`
}

// Ignored: What of a command was left out: mentions of who has left.
type Ignored struct {
	Mentions []UserID `json:"mentions"`
}

// Cursor: The opaque word that says how far a client has received.
type Cursor string

// Member: `readSeq` and `deliveredSeq`: how far the member has read and received, as far as others
// may know.
type Member struct {
	User         MemberUser `json:"user"`
	Role         Role       `json:"role"`
	ReadSeq      int64      `json:"readSeq"`
	DeliveredSeq int64      `json:"deliveredSeq"`
	JoinedAt     time.Time  `json:"joinedAt"`
}

// MemberUser is a part of what is said.
type MemberUser struct {
	ID   UserID   `json:"id"`
	Name string   `json:"name"`
	Kind UserKind `json:"kind"`
}

// Version: How a message once was.
type Version struct {
	Version int64     `json:"version"`
	Text    string    `json:"text"`
	Data    Data      `json:"data,omitempty"`
	At      time.Time `json:"at"`
}

// SearchHit: A message that was searched for.
type SearchHit struct {
	Message   Message    `json:"message"`
	Fragments []Fragment `json:"fragments"`
}

// Fragment: Where what was searched for stands in a text: pieces of it, the found ones marked.
type Fragment struct {
	Text  string `json:"text"`
	Found bool   `json:"found"`
}

// ReadReceipt: Somebody read as far as a message, and when first.
type ReadReceipt struct {
	User Sender    `json:"user"`
	At   time.Time `json:"at"`
}

// Thread: A thread as one sees it: how far one has read below its root, and what that leaves
// unread.
type Thread struct {
	Root      Message `json:"root"`
	Following bool    `json:"following"`
	ReadSeq   int64   `json:"readSeq"`
	Unread    int64   `json:"unread"`
}

// Reaction: Somebody used an emoji on a message.
type Reaction struct {
	User Sender `json:"user"`
	// One emoji (RGI, of Unicode), or a `:name:` of the app’s own.
	Emoji string    `json:"emoji"`
	At    time.Time `json:"at"`
}

// Mention: A message that names me.
type Mention struct {
	Room    RoomID  `json:"room"`
	Message Message `json:"message"`
}

// Invitation: A way into a room: for one person, or for whoever has the code.
type Invitation struct {
	ID        InvitationID `json:"id"`
	Room      RoomID       `json:"room"`
	RoomName  string       `json:"roomName,omitempty"`
	By        Sender       `json:"by"`
	User      UserID       `json:"user,omitempty"`
	Uses      int64        `json:"uses"`
	MaxUses   int64        `json:"maxUses,omitempty"`
	ExpiresAt *time.Time   `json:"expiresAt,omitempty"`
	CreatedAt time.Time    `json:"createdAt"`
}

// Presence: How somebody is there, or since when not.
type Presence struct {
	User       Sender        `json:"user"`
	State      PresenceState `json:"state"`
	Status     string        `json:"status,omitempty"`
	LastSeenAt *time.Time    `json:"lastSeenAt,omitempty"`
}

// PresenceState is one of these words.
type PresenceState string

const (
	PresenceStateOnline  PresenceState = "online"
	PresenceStateAway    PresenceState = "away"
	PresenceStateOffline PresenceState = "offline"
)

// Key: A key of the management port, less the key itself. `prefix`: how it begins, to tell it by.
type Key struct {
	ID         KeyID      `json:"id"`
	Name       string     `json:"name"`
	Prefix     string     `json:"prefix"`
	Scopes     []Scope    `json:"scopes"`
	CreatedAt  time.Time  `json:"createdAt"`
	LastUsedAt *time.Time `json:"lastUsedAt,omitempty"`
}

// Log: A room’s id, or `user:` and the user’s id for the user’s own affairs.
type Log string

// ThreadRoot: The root of a thread, and what is below it now.
type ThreadRoot struct {
	ID      MessageID `json:"id"`
	Seq     int64     `json:"seq"`
	Replies Replies   `json:"replies"`
}

// MessageRef: Where a message stands.
type MessageRef struct {
	ID  MessageID `json:"id"`
	Seq int64     `json:"seq"`
}
