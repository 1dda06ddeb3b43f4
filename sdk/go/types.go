// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

import (
	"encoding/json"
	"time"
)

// Handle: A unique name: 2 to 32 of a-z, 0-9, `.`, `_` and `-`. Capital letters become lower-case
// ones.
type Handle string

// Email: An e-mail address in ASCII. Capital letters become lower-case ones.
type Email string

// LinkCode: The secret of a one-time link.
type LinkCode string

// Data: A JSON object of the app, stored as it was sent. Its keys have no order.
type Data = json.RawMessage

// PasskeyID is an id.
type PasskeyID string

// UserID: The app’s id of a user to whom it issues tokens, or the server’s id of a guest
// (`guest_…`) or of a user with an account (`person_…`).
type UserID string

// LinkID is an id.
type LinkID string

// RoomID is an id.
type RoomID string

// WordAction: What happens to a text with a word of the list: it is refused (`refuse`), each
// character of the word becomes `•` (`mask`), or it is sent and recorded for the staff (`flag`).
type WordAction string

const (
	WordActionRefuse WordAction = "refuse"
	WordActionMask   WordAction = "mask"
	WordActionFlag   WordAction = "flag"
)

// WordListID is an id.
type WordListID string

// IdentityID is an id.
type IdentityID string

// Locale: A language tag (BCP 47), such as `de` or `pt-BR`.
type Locale string

// TimeZone: A time zone of the IANA database, such as `Europe/Paris`.
type TimeZone string

// ServerRole is one of these values.
type ServerRole string

const (
	ServerRoleAdministrator ServerRole = "administrator"
	ServerRoleModerator     ServerRole = "moderator"
	ServerRoleUser          ServerRole = "user"
)

// RoomEntry: How users enter an open room: every user can join (`open`), or the staff answer the
// join requests (`request`).
type RoomEntry string

const (
	RoomEntryOpen    RoomEntry = "open"
	RoomEntryRequest RoomEntry = "request"
)

// RoomPreview: What users who are not members see of an open room: the whole room (`full`), or its
// `name`, `question` and settings only (`name`).
type RoomPreview string

const (
	RoomPreviewFull RoomPreview = "full"
	RoomPreviewName RoomPreview = "name"
)

// FeatureSwitches: The features to turn on or off. The others stay as they are; in a new room they
// are those of its type.
type FeatureSwitches struct {
	Typing    *bool `json:"typing,omitempty"`
	Receipts  *bool `json:"receipts,omitempty"`
	Reactions *bool `json:"reactions,omitempty"`
	Threads   *bool `json:"threads,omitempty"`
	Presence  *bool `json:"presence,omitempty"`
}

// Role is one of these values.
type Role string

const (
	RoleOwner     Role = "owner"
	RoleAdmin     Role = "admin"
	RoleModerator Role = "moderator"
	RoleMember    Role = "member"
)

// MessageID is an id.
type MessageID string

// Mentions: The users that a message mentions. Mentions are not read out of the text.
type Mentions struct {
	Users []UserID `json:"users,omitempty"`
	// Mentions all members of the room.
	Room bool `json:"room,omitempty"`
	// Mentions the members who are online now.
	Online bool   `json:"online,omitempty"`
	Roles  []Role `json:"roles,omitempty"`
}

// InvitationID is an id.
type InvitationID string

// JoinRequestID is an id.
type JoinRequestID string

// RequestID is an id.
type RequestID string

// ReportID is an id.
type ReportID string

// SessionID is an id.
type SessionID string

// NotifyLevel is one of these values.
type NotifyLevel string

const (
	NotifyLevelAll      NotifyLevel = "all"
	NotifyLevelMentions NotifyLevel = "mentions"
	NotifyLevelNone     NotifyLevel = "none"
)

// SanctionID is an id.
type SanctionID string

// AppealOutcome is one of these values.
type AppealOutcome string

const (
	AppealOutcomeUpheld AppealOutcome = "upheld"
	AppealOutcomeLifted AppealOutcome = "lifted"
)

// SanctionKind is one of these values.
type SanctionKind string

const (
	SanctionKindBan       SanctionKind = "ban"
	SanctionKindMute      SanctionKind = "mute"
	SanctionKindShadowBan SanctionKind = "shadow_ban"
)

// LegalHoldID is an id.
type LegalHoldID string

// RequestsFrom is one of these values.
type RequestsFrom string

const (
	RequestsFromEveryone RequestsFrom = "everyone"
	RequestsFromRooms    RequestsFrom = "rooms"
	RequestsFromNobody   RequestsFrom = "nobody"
)

// ReportReason is one of these values.
type ReportReason string

const (
	ReportReasonSpam     ReportReason = "spam"
	ReportReasonAbuse    ReportReason = "abuse"
	ReportReasonHate     ReportReason = "hate"
	ReportReasonSexual   ReportReason = "sexual"
	ReportReasonViolence ReportReason = "violence"
	ReportReasonSelfHarm ReportReason = "self_harm"
	ReportReasonIllegal  ReportReason = "illegal"
	ReportReasonOther    ReportReason = "other"
)

// ReportStatus is one of these values.
type ReportStatus string

const (
	ReportStatusOpen    ReportStatus = "open"
	ReportStatusClaimed ReportStatus = "claimed"
	ReportStatusClosed  ReportStatus = "closed"
)

// ReportOutcome is one of these values.
type ReportOutcome string

const (
	ReportOutcomeDismissed  ReportOutcome = "dismissed"
	ReportOutcomeWarned     ReportOutcome = "warned"
	ReportOutcomeSanctioned ReportOutcome = "sanctioned"
	ReportOutcomeDeleted    ReportOutcome = "deleted"
)

// ErasureID is an id.
type ErasureID string

// ExportID is an id.
type ExportID string

// Scope is one of these values.
type Scope string

const (
	ScopeUsersRead       Scope = "users:read"
	ScopeUsersWrite      Scope = "users:write"
	ScopeRoomsRead       Scope = "rooms:read"
	ScopeRoomsWrite      Scope = "rooms:write"
	ScopeMessagesRead    Scope = "messages:read"
	ScopeMessagesWrite   Scope = "messages:write"
	ScopeModerationRead  Scope = "moderation:read"
	ScopeModerationWrite Scope = "moderation:write"
	ScopeDataRead        Scope = "data:read"
	ScopeDataWrite       Scope = "data:write"
	ScopeTokens          Scope = "tokens"
	ScopeKeys            Scope = "keys"
	ScopeStatistics      Scope = "statistics"
	ScopeJobs            Scope = "jobs"
)

// KeyID is an id.
type KeyID string

// JobState is one of these values.
type JobState string

const (
	JobStateWaiting JobState = "waiting"
	JobStateRunning JobState = "running"
	JobStateParked  JobState = "parked"
)

// JobID is an id.
type JobID string

// User: A user. `info`: data that the app sets, such as claims of its tokens that Parlance does not
// use. `role`: the role on the whole server; absent for `user`. A deleted user has no `info`, role
// and profile, and the name "Deleted user".
type User struct {
	ID        UserID     `json:"id"`
	Name      string     `json:"name"`
	Kind      UserKind   `json:"kind"`
	Handle    string     `json:"handle,omitempty"`
	Locale    string     `json:"locale,omitempty"`
	TimeZone  string     `json:"timeZone,omitempty"`
	Info      Data       `json:"info,omitempty"`
	Role      ServerRole `json:"role,omitempty"`
	CreatedAt time.Time  `json:"createdAt"`
	DeletedAt *time.Time `json:"deletedAt,omitempty"`
}

// UserKind is one of these values.
type UserKind string

const (
	UserKindPerson UserKind = "person"
	UserKindGuest  UserKind = "guest"
	UserKindBot    UserKind = "bot"
)

// SignedIn: A session and its tokens. `accessToken` is sent as `Authorization: Bearer …` until
// `expiresAt`; then `refreshToken`, which can be used once, gets the next pair.
type SignedIn struct {
	User         User      `json:"user"`
	Session      SessionID `json:"session"`
	AccessToken  string    `json:"accessToken,omitempty"`
	ExpiresAt    time.Time `json:"expiresAt"`
	RefreshToken string    `json:"refreshToken,omitempty"`
}

// Account: How a user signs in. Without `passwordChangedAt` the account has no password.
// `emailVerified`: whether the user has shown that `email` is theirs; it is absent without `email`.
type Account struct {
	User              User          `json:"user"`
	CreatedAt         time.Time     `json:"createdAt"`
	PasswordChangedAt *time.Time    `json:"passwordChangedAt,omitempty"`
	Email             string        `json:"email,omitempty"`
	EmailVerified     *bool         `json:"emailVerified,omitempty"`
	SecondFactor      *SecondFactor `json:"secondFactor,omitempty"`
}

// SecondFactor: The codes of an authenticator app (TOTP), which a sign-in with the password needs,
// too. `recoveryCodesLeft`: the unused recovery codes.
type SecondFactor struct {
	Since             time.Time `json:"since"`
	RecoveryCodesLeft int64     `json:"recoveryCodesLeft"`
}

// Session: A sign-in on one device. `usedAt`: when its tokens were last issued; `address` and
// `client` (the User-Agent header): of that request. `current`: whether the caller uses it now;
// absent on the management port.
type Session struct {
	ID        SessionID `json:"id"`
	CreatedAt time.Time `json:"createdAt"`
	UsedAt    time.Time `json:"usedAt"`
	Address   string    `json:"address"`
	Client    string    `json:"client"`
	Current   *bool     `json:"current,omitempty"`
}

// NewSecondFactor: The secret for an authenticator app, in base32, and the same as an `otpauth:`
// URI, for a QR code. No other answer contains it.
type NewSecondFactor struct {
	Secret string `json:"secret"`
	Uri    string `json:"uri"`
}

// RecoveryCodes: Codes that each replace a code of the authenticator app once. No other answer
// contains them.
type RecoveryCodes struct {
	RecoveryCodes []string `json:"recoveryCodes"`
}

// PasskeyOptions: What a browser needs: `PublicKeyCredential.parseCreationOptionsFromJSON` or
// `…parseRequestOptionsFromJSON` reads `options`. They can be used once, until `expiresAt`.
type PasskeyOptions struct {
	// The `publicKey` options, in the JSON form of WebAuthn.
	Options   Data      `json:"options"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Passkey: A passkey (WebAuthn) with which a user signs in without a password or a code.
type Passkey struct {
	ID        PasskeyID  `json:"id"`
	Name      string     `json:"name"`
	CreatedAt time.Time  `json:"createdAt"`
	UsedAt    *time.Time `json:"usedAt,omitempty"`
}

// NewLink: A one-time link with its secret, which no other answer contains.
type NewLink struct {
	ID        LinkID      `json:"id"`
	Purpose   LinkPurpose `json:"purpose"`
	User      UserID      `json:"user,omitempty"`
	CreatedAt time.Time   `json:"createdAt"`
	ExpiresAt time.Time   `json:"expiresAt"`
	Code      LinkCode    `json:"code"`
}

// LinkPurpose is one of these values.
type LinkPurpose string

const (
	LinkPurposeSignUp        LinkPurpose = "sign_up"
	LinkPurposePassword      LinkPurpose = "password"
	LinkPurposeAdministrator LinkPurpose = "administrator"
	LinkPurposeEmail         LinkPurpose = "email"
)

// Link: A link that can be used once: to sign up, to set the password of `user`, to become the
// first administrator, or to verify the e-mail address of `user`. Links that the server has mailed
// are not listed.
type Link struct {
	ID        LinkID      `json:"id"`
	Purpose   LinkPurpose `json:"purpose"`
	User      UserID      `json:"user,omitempty"`
	CreatedAt time.Time   `json:"createdAt"`
	ExpiresAt time.Time   `json:"expiresAt"`
}

// AuditEntry: An act of the staff of a room or of the server, or of the app. `act`: the command.
// `by`: who did it; the app is the system user, and `key` is its API key, unless that was the
// operator’s. `user`: on whom. `target`: the id of the message or other object. `before` and
// `after`: what has changed.
type AuditEntry struct {
	Seq    int64     `json:"seq"`
	At     time.Time `json:"at"`
	Act    string    `json:"act"`
	By     UserID    `json:"by"`
	Key    KeyID     `json:"key,omitempty"`
	Room   RoomID    `json:"room,omitempty"`
	User   UserID    `json:"user,omitempty"`
	Target string    `json:"target,omitempty"`
	Reason string    `json:"reason,omitempty"`
	Before Data      `json:"before,omitempty"`
	After  Data      `json:"after,omitempty"`
}

// WordList: Words that are refused, masked or flagged in messages, of the whole server, or of one
// `room`. Lists of lists have no `words`.
type WordList struct {
	ID        WordListID `json:"id"`
	Name      string     `json:"name"`
	Action    WordAction `json:"action"`
	WordCount int64      `json:"wordCount"`
	Words     []string   `json:"words,omitempty"`
	Room      RoomID     `json:"room,omitempty"`
	CreatedAt time.Time  `json:"createdAt"`
	UpdatedAt time.Time  `json:"updatedAt"`
}

// Provider: An issuer of OpenID Connect at which users can sign in.
type Provider struct {
	Provider string `json:"provider"`
	Name     string `json:"name"`
}

// Identity: A user of an issuer (OpenID Connect) who signs in to the account. Without `provider`
// the operator has removed the issuer. `usedAt`: the last sign-in.
type Identity struct {
	ID        IdentityID `json:"id"`
	Provider  string     `json:"provider,omitempty"`
	Issuer    string     `json:"issuer"`
	CreatedAt time.Time  `json:"createdAt"`
	UsedAt    time.Time  `json:"usedAt"`
}

// Lobby: The room that is the lobby.
type Lobby struct {
	Room RoomID `json:"room"`
}

// Server: What the operator allows to people who are not signed in. `guests`: whether a name is
// enough. `accounts`: whether everybody can sign up (`open`), only people with a one-time link
// (`invite`), or there are no accounts (`off`). `mail`: whether the server sends mails, such as a
// link for a forgotten password. `providers`: where else people can sign in.
type Server struct {
	Guests bool `json:"guests"`
	// One of "open", "invite", "off".
	Accounts  string     `json:"accounts"`
	Mail      bool       `json:"mail"`
	Providers []Provider `json:"providers"`
}

// Quota: A quota of a user: `rooms` that the user owns, `invitations` of the user that are open,
// and per day (until `renewsAt`) rooms created, bytes of text and data sent, and events caused,
// each counted once and once for every delivery. `custom`: the app has set the limit for this user.
// `used` of a day may be some seconds old.
type Quota struct {
	Name     QuotaName  `json:"name"`
	Limit    int64      `json:"limit"`
	Used     int64      `json:"used"`
	Custom   bool       `json:"custom"`
	RenewsAt *time.Time `json:"renewsAt,omitempty"`
}

// QuotaName is one of these values.
type QuotaName string

const (
	QuotaNameRooms           QuotaName = "rooms"
	QuotaNameInvitations     QuotaName = "invitations"
	QuotaNameRoomsPerDay     QuotaName = "roomsPerDay"
	QuotaNameTextBytesPerDay QuotaName = "textBytesPerDay"
	QuotaNameEventsPerDay    QuotaName = "eventsPerDay"
)

// Room: A room. `seq`: the last seq of its log. A dm has no name: clients show the other user’s
// name. `history`: whether new members see earlier messages. `features`: as they are set; no
// typing, receipt or presence event is published while a room has more than 200 members. Only open
// rooms have `entry` and `preview`; `question` is what the staff ask in a join request.
// `slowSeconds`: in slow mode, how many seconds a member waits between two messages; the staff do
// not wait. With the preview `name`, users who are not members receive no `topic` and no `data`,
// and `memberCount` and `seq` are 0.
type Room struct {
	ID       RoomID   `json:"id"`
	Type     RoomType `json:"type"`
	Name     string   `json:"name,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Data     Data     `json:"data,omitempty"`
	ReadOnly bool     `json:"readOnly"`
	// One of "all", "joined".
	History     string      `json:"history"`
	Features    Features    `json:"features"`
	Entry       RoomEntry   `json:"entry,omitempty"`
	Question    string      `json:"question,omitempty"`
	Preview     RoomPreview `json:"preview,omitempty"`
	SlowSeconds int64       `json:"slowSeconds,omitempty"`
	// After how many seconds a message of the room disappears.
	RetentionSeconds int64      `json:"retentionSeconds,omitempty"`
	MemberCount      int64      `json:"memberCount"`
	Seq              int64      `json:"seq"`
	CreatedAt        time.Time  `json:"createdAt"`
	ArchivedAt       *time.Time `json:"archivedAt,omitempty"`
}

// RoomType is one of these values.
type RoomType string

const (
	RoomTypeDM           RoomType = "dm"
	RoomTypeGroup        RoomType = "group"
	RoomTypePublic       RoomType = "public"
	RoomTypeAnnouncement RoomType = "announcement"
)

// Features: The features of a room: each is on or off.
type Features struct {
	Typing    bool `json:"typing"`
	Receipts  bool `json:"receipts"`
	Reactions bool `json:"reactions"`
	Threads   bool `json:"threads"`
	Presence  bool `json:"presence"`
}

// MyRoom: A room of the caller, with the caller’s role, read pointer, unread counts and
// preferences.
type MyRoom struct {
	ID       RoomID   `json:"id"`
	Type     RoomType `json:"type"`
	Name     string   `json:"name,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Data     Data     `json:"data,omitempty"`
	ReadOnly bool     `json:"readOnly"`
	// One of "all", "joined".
	History     string      `json:"history"`
	Features    Features    `json:"features"`
	Entry       RoomEntry   `json:"entry,omitempty"`
	Question    string      `json:"question,omitempty"`
	Preview     RoomPreview `json:"preview,omitempty"`
	SlowSeconds int64       `json:"slowSeconds,omitempty"`
	// After how many seconds a message of the room disappears.
	RetentionSeconds int64      `json:"retentionSeconds,omitempty"`
	MemberCount      int64      `json:"memberCount"`
	Seq              int64      `json:"seq"`
	CreatedAt        time.Time  `json:"createdAt"`
	ArchivedAt       *time.Time `json:"archivedAt,omitempty"`
	Role             Role       `json:"role"`
	// The seq of the caller’s joining. Earlier messages are not unread.
	JoinedSeq int64 `json:"joinedSeq"`
	ReadSeq   int64 `json:"readSeq"`
	// The caller’s "unread from here" mark: the room is shown as unread from this seq on.
	UnreadFrom int64 `json:"unreadFrom,omitempty"`
	// The number of unread messages. 1000 means 1000 or more.
	Unread int64 `json:"unread"`
	// The number of unread messages that mention the caller.
	Mentions    int64       `json:"mentions"`
	Preferences Preferences `json:"preferences"`
	LastMessage *Message    `json:"lastMessage,omitempty"`
}

// Preferences: A user’s own settings for a room. `position`: the place in the user’s own list.
// `receipts`: whether other members see the read pointer. `hiddenSeq`: the room is hidden from the
// list of rooms until it has a message after this seq.
type Preferences struct {
	Notify     NotifyLevel `json:"notify"`
	MutedUntil *time.Time  `json:"mutedUntil,omitempty"`
	Favourite  bool        `json:"favourite"`
	Position   *int64      `json:"position,omitempty"`
	// One of "public", "private".
	Receipts  string `json:"receipts"`
	HiddenSeq *int64 `json:"hiddenSeq,omitempty"`
}

// Message: A message. `seq`: that of the event that created it. `version` increases with every edit
// and when the message is restored. A deleted message keeps its id and seq, without text.
type Message struct {
	ID      MessageID `json:"id"`
	Room    RoomID    `json:"room"`
	Seq     int64     `json:"seq"`
	Version int64     `json:"version"`
	Sender  Sender    `json:"sender"`
	Text    string    `json:"text"`
	Data    Data      `json:"data,omitempty"`
	// A system message: it reports what happened, and does not count as unread.
	System bool `json:"system,omitempty"`
	// A silent message does not count as unread, and is no reason for a notification.
	Silent  bool      `json:"silent,omitempty"`
	ReplyTo MessageID `json:"replyTo,omitempty"`
	Quote   *Quote    `json:"quote,omitempty"`
	// The root of the thread that contains the message. Only with `inRoom` it is in the room’s
	// history, too.
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
	// Only the sender and the staff see the message, and only the staff see this field. It does not
	// count as unread.
	Hidden bool `json:"hidden,omitempty"`
	// When the message disappears: from then on it is a deleted message.
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
	// The parts that were left out. Only the answer to the sender contains this field.
	Ignored *Ignored `json:"ignored,omitempty"`
}

// Sender: The id and name of a user.
type Sender struct {
	ID   UserID `json:"id"`
	Name string `json:"name"`
}

// Quote: The message that a reply answers, as it is now. A deleted message, or one that the caller
// may not see, has no text.
type Quote struct {
	ID        MessageID  `json:"id"`
	Seq       int64      `json:"seq"`
	Sender    Sender     `json:"sender"`
	Text      string     `json:"text,omitempty"`
	DeletedAt *time.Time `json:"deletedAt,omitempty"`
}

// Replies: The replies in a thread: their number, and the last one.
type Replies struct {
	Count   int64     `json:"count"`
	LastSeq int64     `json:"lastSeq"`
	LastAt  time.Time `json:"lastAt"`
}

// ReactionSummary: An emoji on a message, and how many users added it.
type ReactionSummary struct {
	// One emoji (of Unicode’s RGI set), or a `:name:` that the app defines.
	Emoji string `json:"emoji"`
	Count int64  `json:"count"`
	// The caller is one of them. Events do not contain it: they are the same for all.
	Mine bool `json:"mine,omitempty"`
}

// Ignored: The parts of a command that were left out: mentions of users who have left the room.
type Ignored struct {
	Mentions []UserID `json:"mentions"`
}

// Cursor: An opaque string that says how far a client has received events, over all its logs.
type Cursor string

// Member: A user in a room. `readSeq` and `deliveredSeq`: the read and delivered pointers, as far
// as the member shows them. `mutedUntil`: the end of a mute in this room, in the year 9999 for one
// without an end.
type Member struct {
	User         MemberUser `json:"user"`
	Role         Role       `json:"role"`
	ReadSeq      int64      `json:"readSeq"`
	DeliveredSeq int64      `json:"deliveredSeq"`
	JoinedAt     time.Time  `json:"joinedAt"`
	MutedUntil   *time.Time `json:"mutedUntil,omitempty"`
}

// MemberUser is a field of another type.
type MemberUser struct {
	ID   UserID   `json:"id"`
	Name string   `json:"name"`
	Kind UserKind `json:"kind"`
}

// Version: An earlier version of a message.
type Version struct {
	Version int64     `json:"version"`
	Text    string    `json:"text"`
	Data    Data      `json:"data,omitempty"`
	At      time.Time `json:"at"`
}

// SearchHit: A message that matches a search, with pieces of its text around the first match.
type SearchHit struct {
	Message   Message    `json:"message"`
	Fragments []Fragment `json:"fragments"`
}

// Fragment: A piece of a message’s text. `found`: whether it matches the query.
type Fragment struct {
	Text  string `json:"text"`
	Found bool   `json:"found"`
}

// ReadReceipt: A user who has read a message, and when they first had.
type ReadReceipt struct {
	User Sender    `json:"user"`
	At   time.Time `json:"at"`
}

// Thread: A thread of the caller, with the caller’s read pointer and the number of unread replies.
type Thread struct {
	Root      Message `json:"root"`
	Following bool    `json:"following"`
	ReadSeq   int64   `json:"readSeq"`
	Unread    int64   `json:"unread"`
}

// Reaction: An emoji that a user added to a message.
type Reaction struct {
	User Sender `json:"user"`
	// One emoji (of Unicode’s RGI set), or a `:name:` that the app defines.
	Emoji string    `json:"emoji"`
	At    time.Time `json:"at"`
}

// Mention: A message that mentions the caller.
type Mention struct {
	Room    RoomID  `json:"room"`
	Message Message `json:"message"`
}

// Explanation: Whether a user may use a command, and the rule that decides. `condition`: the
// condition of the room that is not met. `role`: the user’s role in the room. `code`: the refusal
// of the command. `reason`: the rule in words.
type Explanation struct {
	Command    string              `json:"command"`
	User       UserID              `json:"user"`
	Allowed    bool                `json:"allowed"`
	Rule       PermissionRule      `json:"rule"`
	Condition  PermissionCondition `json:"condition,omitempty"`
	Role       Role                `json:"role,omitempty"`
	ServerRole ServerRole          `json:"serverRole"`
	Code       string              `json:"code,omitempty"`
	Reason     string              `json:"reason"`
}

// PermissionRule is one of these values.
type PermissionRule string

const (
	PermissionRuleEveryone   PermissionRule = "everyone"
	PermissionRuleServerRole PermissionRule = "server_role"
	PermissionRuleMembership PermissionRule = "membership"
	PermissionRuleVisitor    PermissionRule = "visitor"
	PermissionRuleRoomRole   PermissionRule = "room_role"
	PermissionRuleOwn        PermissionRule = "own"
	PermissionRuleDM         PermissionRule = "dm"
	PermissionRuleCondition  PermissionRule = "condition"
	PermissionRuleRank       PermissionRule = "rank"
	PermissionRuleConsent    PermissionRule = "consent"
	PermissionRuleObject     PermissionRule = "object"
)

// PermissionCondition is one of these values.
type PermissionCondition string

const (
	PermissionConditionNotArchived PermissionCondition = "notArchived"
	PermissionConditionNotMuted    PermissionCondition = "notMuted"
	PermissionConditionCanSend     PermissionCondition = "canSend"
	PermissionConditionTyping      PermissionCondition = "typing"
	PermissionConditionReceipts    PermissionCondition = "receipts"
	PermissionConditionReactions   PermissionCondition = "reactions"
	PermissionConditionThreads     PermissionCondition = "threads"
	PermissionConditionPresence    PermissionCondition = "presence"
)

// Invitation: An invitation to a room, for one user or for every user who has its code.
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

// JoinRequest: A request of `user` to join a room. `answer`: what the user answered to the
// `question` of the room; it is erased when the request ends.
type JoinRequest struct {
	ID        JoinRequestID `json:"id"`
	Room      RoomID        `json:"room"`
	RoomName  string        `json:"roomName,omitempty"`
	User      Sender        `json:"user"`
	Answer    string        `json:"answer,omitempty"`
	CreatedAt time.Time     `json:"createdAt"`
}

// Block: A user whom the caller has blocked. The user does not learn of it.
type Block struct {
	CreatedAt time.Time `json:"createdAt"`
	User      UserID    `json:"user"`
}

// Sanction: A ban, mute or shadow ban of `user`, or a ban of the network `addresses`: in `room`, or
// on the whole server. Without `until` it has no end. `endedAt`: when it was lifted or replaced.
// Only the staff sees `by`.
type Sanction struct {
	ID        SanctionID   `json:"id"`
	Kind      SanctionKind `json:"kind"`
	User      *Sender      `json:"user,omitempty"`
	Addresses string       `json:"addresses,omitempty"`
	Room      RoomID       `json:"room,omitempty"`
	Until     *time.Time   `json:"until,omitempty"`
	Reason    string       `json:"reason,omitempty"`
	CreatedAt time.Time    `json:"createdAt"`
	By        UserID       `json:"by,omitempty"`
	EndedAt   *time.Time   `json:"endedAt,omitempty"`
	Appeal    *Appeal      `json:"appeal,omitempty"`
}

// Appeal: What the user said against a sanction. `outcome` and `note`: the answer of the staff;
// `upheld`: the sanction stays.
type Appeal struct {
	Text    string        `json:"text"`
	At      time.Time     `json:"at"`
	Outcome AppealOutcome `json:"outcome,omitempty"`
	Note    string        `json:"note,omitempty"`
}

// Erasure: The erasure of a user, and its receipt. `messages`: whether the messages stay, under the
// name of a deleted user. `state`: `waiting` until a legal hold ends; `running`; `done`, at
// `finishedAt`. `erased`: what was erased so far.
type Erasure struct {
	ID   ErasureID `json:"id"`
	User UserID    `json:"user"`
	// One of "keep", "delete".
	Messages string `json:"messages"`
	// One of "waiting", "running", "done".
	State      string       `json:"state"`
	Erased     []ErasedRows `json:"erased"`
	CreatedAt  time.Time    `json:"createdAt"`
	FinishedAt *time.Time   `json:"finishedAt,omitempty"`
}

// ErasedRows: How many rows of a table were erased or emptied.
type ErasedRows struct {
	Table string `json:"table"`
	Count int64  `json:"count"`
}

// Export: A copy of all data of a user, and its receipt. `state`: `waiting` until a legal hold
// ends; `running`; `ready`, from `finishedAt` to `until`; `over` when the file was removed. `files`
// and `bytes` (compressed): what is done so far. The file is at `GET
// /api/v1/me/exports/:export/file`, with a token or with `?ticket=`; on the management port at `GET
// /api/v1/exports/:export/file`.
type Export struct {
	ID   ExportID `json:"id"`
	User UserID   `json:"user"`
	// One of "user", "app".
	RequestedBy string `json:"requestedBy"`
	// One of "waiting", "running", "ready", "over".
	State      string         `json:"state"`
	Files      []ExportedFile `json:"files"`
	Bytes      int64          `json:"bytes"`
	CreatedAt  time.Time      `json:"createdAt"`
	FinishedAt *time.Time     `json:"finishedAt,omitempty"`
	Until      *time.Time     `json:"until,omitempty"`
}

// ExportedFile: A file in the ZIP, and how many rows it has.
type ExportedFile struct {
	Name string `json:"name"`
	Rows int64  `json:"rows"`
}

// LegalHold: While it is in force, `user` or `room` is not erased: no erasure, no deletion of the
// whole, and no end of what is kept. Only administrators see it.
type LegalHold struct {
	ID        LegalHoldID `json:"id"`
	User      UserID      `json:"user,omitempty"`
	Room      RoomID      `json:"room,omitempty"`
	Reason    string      `json:"reason"`
	CreatedAt time.Time   `json:"createdAt"`
	By        UserID      `json:"by"`
}

// ContactRequest: A request of one user (`from`) to talk to another (`user`). It says nothing about
// the other user, who may not exist.
type ContactRequest struct {
	ID        RequestID `json:"id"`
	From      Sender    `json:"from"`
	User      UserID    `json:"user"`
	Text      string    `json:"text,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Consent: Who may reach the user; only the user can read it. `everyone`: users in common rooms
// directly, all others by a request. `rooms`: users in common rooms directly; the requests of
// others are dropped. `nobody`: only users whom the user has accepted; all requests are dropped.
type Consent struct {
	RequestsFrom RequestsFrom `json:"requestsFrom"`
}

// MyReport: A report of the caller. The outcome is for the staff.
type MyReport struct {
	Report    ReportID     `json:"report"`
	Status    ReportStatus `json:"status"`
	Room      RoomID       `json:"room,omitempty"`
	User      UserID       `json:"user"`
	Message   MessageID    `json:"message,omitempty"`
	Reason    ReportReason `json:"reason"`
	CreatedAt time.Time    `json:"createdAt"`
}

// Report: A report of a message or of a user, for the staff. `user`: who is reported. `reason`:
// that of the first reporter; `reporters`: how many users have reported the same. The server itself
// reports messages that it flags.
type Report struct {
	ID        ReportID      `json:"id"`
	Status    ReportStatus  `json:"status"`
	Room      RoomID        `json:"room,omitempty"`
	User      Sender        `json:"user"`
	Message   *MessageRef   `json:"message,omitempty"`
	Reason    ReportReason  `json:"reason"`
	Reporters int64         `json:"reporters"`
	CreatedAt time.Time     `json:"createdAt"`
	ClaimedBy *Sender       `json:"claimedBy,omitempty"`
	ClaimedAt *time.Time    `json:"claimedAt,omitempty"`
	ClosedBy  *Sender       `json:"closedBy,omitempty"`
	ClosedAt  *time.Time    `json:"closedAt,omitempty"`
	Outcome   ReportOutcome `json:"outcome,omitempty"`
	Note      string        `json:"note,omitempty"`
}

// MessageRef: A reference to a message: its id and its seq in the room.
type MessageRef struct {
	ID  MessageID `json:"id"`
	Seq int64     `json:"seq"`
}

// ReportDetails: A report with its first 20 reporters and its evidence, in the order of the room.
type ReportDetails struct {
	Report    Report     `json:"report"`
	Reporters []Reporter `json:"reporters"`
	Evidence  []Evidence `json:"evidence"`
}

// Reporter: Who has reported, and why. The text is erased when the report is closed.
type Reporter struct {
	User   Sender       `json:"user"`
	Reason ReportReason `json:"reason"`
	Text   string       `json:"text,omitempty"`
	At     time.Time    `json:"at"`
}

// Evidence: A message as it was at the time of a report: the reported one, or one shortly before or
// after it. It is erased when the report is closed.
type Evidence struct {
	Message   MessageRef `json:"message"`
	Version   int64      `json:"version"`
	Sender    Sender     `json:"sender"`
	Text      string     `json:"text"`
	Data      Data       `json:"data,omitempty"`
	CreatedAt time.Time  `json:"createdAt"`
	CopiedAt  time.Time  `json:"copiedAt"`
}

// Presence: The presence of a user. `lastSeenAt`: when an offline user was last online.
type Presence struct {
	User       Sender        `json:"user"`
	State      PresenceState `json:"state"`
	Status     string        `json:"status,omitempty"`
	LastSeenAt *time.Time    `json:"lastSeenAt,omitempty"`
}

// PresenceState is one of these values.
type PresenceState string

const (
	PresenceStateOnline  PresenceState = "online"
	PresenceStateAway    PresenceState = "away"
	PresenceStateOffline PresenceState = "offline"
)

// IdentityOfUser: An identity of a user, with the id that the user has at the issuer.
type IdentityOfUser struct {
	ID        IdentityID `json:"id"`
	Provider  string     `json:"provider,omitempty"`
	Issuer    string     `json:"issuer"`
	CreatedAt time.Time  `json:"createdAt"`
	UsedAt    time.Time  `json:"usedAt"`
	Subject   string     `json:"subject"`
}

// Key: An API key, without its secret. `prefix`: the first characters of the secret, to recognise
// it.
type Key struct {
	ID         KeyID      `json:"id"`
	Name       string     `json:"name"`
	Prefix     string     `json:"prefix"`
	Scopes     []Scope    `json:"scopes"`
	CreatedAt  time.Time  `json:"createdAt"`
	LastUsedAt *time.Time `json:"lastUsedAt,omitempty"`
}

// Job: A background job, without its content, which can be secret. `due`: from when it can run;
// while it runs, until when its node has it. A parked job has failed too often, and runs again only
// after `jobs.retry`. `tries`: how often it began since it last succeeded. `progress`: how far it
// has come, in a form of its kind.
type Job struct {
	ID        JobID      `json:"id"`
	Kind      string     `json:"kind"`
	State     JobState   `json:"state"`
	Due       *time.Time `json:"due,omitempty"`
	Tries     int64      `json:"tries"`
	UniqueKey string     `json:"uniqueKey,omitempty"`
	Progress  string     `json:"progress,omitempty"`
	LastError string     `json:"lastError,omitempty"`
	CreatedAt time.Time  `json:"createdAt"`
}

// Log: The log of a room (its id), or of a user’s own data (`user:` and the user’s id).
type Log string

// AccountChange: What has changed in how a user signs in.
type AccountChange string

const (
	AccountChangePasswordChanged      AccountChange = "password_changed"
	AccountChangePasskeyCreated       AccountChange = "passkey_created"
	AccountChangePasskeyDeleted       AccountChange = "passkey_deleted"
	AccountChangeSecondFactorOn       AccountChange = "second_factor_on"
	AccountChangeSecondFactorOff      AccountChange = "second_factor_off"
	AccountChangeRecoveryCodesCreated AccountChange = "recovery_codes_created"
)

// SessionEnd: Why a session has ended. `reuse`: an old refresh token was used, so somebody may have
// copied it.
type SessionEnd string

const (
	SessionEndSignedOut           SessionEnd = "signed_out"
	SessionEndSignedOutEverywhere SessionEnd = "signed_out_everywhere"
	SessionEndPasswordChanged     SessionEnd = "password_changed"
	SessionEndSignedUp            SessionEnd = "signed_up"
	SessionEndReuse               SessionEnd = "reuse"
	SessionEndTooMany             SessionEnd = "too_many"
	SessionEndByApp               SessionEnd = "by_app"
)

// ThreadRoot: The root of a thread, with its replies as they are now.
type ThreadRoot struct {
	ID      MessageID `json:"id"`
	Seq     int64     `json:"seq"`
	Replies Replies   `json:"replies"`
}
