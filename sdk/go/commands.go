// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

import (
	"context"
	"time"
)

// Calls are the commands, by what they are about.
type Calls struct {
	to          caller
	Guests      GuestsCalls
	Lobby       LobbyCalls
	Me          MeCalls
	Users       UsersCalls
	Tickets     TicketsCalls
	Rooms       RoomsCalls
	Members     MembersCalls
	Messages    MessagesCalls
	Receipts    ReceiptsCalls
	Threads     ThreadsCalls
	Reactions   ReactionsCalls
	Mentions    MentionsCalls
	Pins        PinsCalls
	Preferences PreferencesCalls
	Invitations InvitationsCalls
	Typing      TypingCalls
	Presence    PresenceCalls
}

func newCalls(to caller) Calls {
	return Calls{
		to:          to,
		Guests:      GuestsCalls{to},
		Lobby:       LobbyCalls{to},
		Me:          MeCalls{to},
		Users:       UsersCalls{to},
		Tickets:     TicketsCalls{to},
		Rooms:       RoomsCalls{to},
		Members:     MembersCalls{to},
		Messages:    MessagesCalls{to},
		Receipts:    ReceiptsCalls{to},
		Threads:     ThreadsCalls{to},
		Reactions:   ReactionsCalls{to},
		Mentions:    MentionsCalls{to},
		Pins:        PinsCalls{to},
		Preferences: PreferencesCalls{to},
		Invitations: InvitationsCalls{to},
		Typing:      TypingCalls{to},
		Presence:    PresenceCalls{to},
	}
}

// GuestsCalls are the commands that begin with guests.
type GuestsCalls struct{ to caller }

// LobbyCalls are the commands that begin with lobby.
type LobbyCalls struct{ to caller }

// MeCalls are the commands that begin with me.
type MeCalls struct{ to caller }

// UsersCalls are the commands that begin with users.
type UsersCalls struct{ to caller }

// TicketsCalls are the commands that begin with tickets.
type TicketsCalls struct{ to caller }

// RoomsCalls are the commands that begin with rooms.
type RoomsCalls struct{ to caller }

// MembersCalls are the commands that begin with members.
type MembersCalls struct{ to caller }

// MessagesCalls are the commands that begin with messages.
type MessagesCalls struct{ to caller }

// ReceiptsCalls are the commands that begin with receipts.
type ReceiptsCalls struct{ to caller }

// ThreadsCalls are the commands that begin with threads.
type ThreadsCalls struct{ to caller }

// ReactionsCalls are the commands that begin with reactions.
type ReactionsCalls struct{ to caller }

// MentionsCalls are the commands that begin with mentions.
type MentionsCalls struct{ to caller }

// PinsCalls are the commands that begin with pins.
type PinsCalls struct{ to caller }

// PreferencesCalls are the commands that begin with preferences.
type PreferencesCalls struct{ to caller }

// InvitationsCalls are the commands that begin with invitations.
type InvitationsCalls struct{ to caller }

// TypingCalls are the commands that begin with typing.
type TypingCalls struct{ to caller }

// PresenceCalls are the commands that begin with presence.
type PresenceCalls struct{ to caller }

var commands = commandTable{
	{"guests.create", "POST", "/guests", false},
	{"lobby.get", "GET", "/lobby", false},
	{"me.get", "GET", "/me", false},
	{"me.update", "PATCH", "/me", false},
	{"users.list", "GET", "/users", false},
	{"tickets.create", "POST", "/tickets", false},
	{"rooms.create", "POST", "/rooms", true},
	{"rooms.list", "GET", "/rooms", false},
	{"rooms.get", "GET", "/rooms/:room", false},
	{"rooms.update", "PATCH", "/rooms/:room", false},
	{"rooms.delete", "DELETE", "/rooms/:room", true},
	{"members.list", "GET", "/rooms/:room/members", false},
	{"members.join", "PUT", "/rooms/:room/members/me", false},
	{"members.leave", "DELETE", "/rooms/:room/members/me", true},
	{"members.add", "PUT", "/rooms/:room/members/:user", false},
	{"members.update", "PATCH", "/rooms/:room/members/:user", false},
	{"members.remove", "DELETE", "/rooms/:room/members/:user", true},
	{"messages.send", "POST", "/rooms/:room/messages", false},
	{"messages.get", "GET", "/rooms/:room/messages/:message", false},
	{"messages.find", "GET", "/messages/:message", false},
	{"messages.update", "PATCH", "/rooms/:room/messages/:message", false},
	{"messages.delete", "DELETE", "/rooms/:room/messages/:message", false},
	{"messages.restore", "POST", "/rooms/:room/messages/:message/restore", false},
	{"messages.listVersions", "GET", "/rooms/:room/messages/:message/versions", false},
	{"messages.list", "GET", "/rooms/:room/messages", false},
	{"messages.listUnread", "GET", "/rooms/:room/unread", false},
	{"messages.search", "GET", "/search", false},
	{"receipts.markRead", "PUT", "/rooms/:room/read", false},
	{"receipts.markAllRead", "PUT", "/read", false},
	{"receipts.markUnread", "PUT", "/rooms/:room/unread", false},
	{"receipts.markDelivered", "PUT", "/rooms/:room/delivered", false},
	{"receipts.list", "GET", "/rooms/:room/messages/:message/seen", false},
	{"receipts.markThreadRead", "PUT", "/rooms/:room/threads/:message/read", false},
	{"threads.list", "GET", "/threads", false},
	{"threads.get", "GET", "/rooms/:room/threads/:message", false},
	{"threads.follow", "PUT", "/rooms/:room/threads/:message/follow", false},
	{"threads.unfollow", "DELETE", "/rooms/:room/threads/:message/follow", false},
	{"reactions.add", "PUT", "/rooms/:room/messages/:message/reactions/:emoji", false},
	{"reactions.remove", "DELETE", "/rooms/:room/messages/:message/reactions/:emoji", false},
	{"reactions.list", "GET", "/rooms/:room/messages/:message/reactions", false},
	{"mentions.list", "GET", "/mentions", false},
	{"pins.list", "GET", "/rooms/:room/pins", false},
	{"pins.add", "PUT", "/rooms/:room/pins/:message", false},
	{"pins.remove", "DELETE", "/rooms/:room/pins/:message", false},
	{"preferences.update", "PATCH", "/rooms/:room/preferences", false},
	{"invitations.create", "POST", "/rooms/:room/invitations", true},
	{"invitations.list", "GET", "/rooms/:room/invitations", false},
	{"invitations.listMine", "GET", "/invitations", false},
	{"invitations.get", "GET", "/invitations/:invitation", false},
	{"invitations.accept", "POST", "/invitations/accept", true},
	{"invitations.delete", "DELETE", "/invitations/:invitation", false},
	{"typing.start", "PUT", "/rooms/:room/typing", false},
	{"typing.stop", "DELETE", "/rooms/:room/typing", false},
	{"presence.update", "PUT", "/me/presence", false},
	{"presence.list", "GET", "/rooms/:room/presence", false},
}

// GuestsCreateInput is what guests.create takes.
type GuestsCreateInput struct {
	Name string `json:"name"`
}

// GuestsCreateOutput is what guests.create answers.
type GuestsCreateOutput struct {
	Token string `json:"token"`
	User  User   `json:"user"`
}

// Create is guests.create. Come in with a name alone, where the operator allows it.
func (c GuestsCalls) Create(ctx context.Context, input GuestsCreateInput) (GuestsCreateOutput, error) {
	return answer[GuestsCreateOutput](ctx, c.to, "guests.create", input)
}

// Get is lobby.get. Which room the lobby is: a public room that is there from the first start on.
func (c LobbyCalls) Get(ctx context.Context) (Lobby, error) {
	return answer[Lobby](ctx, c.to, "lobby.get", nil)
}

// Get is me.get. Who I am.
func (c MeCalls) Get(ctx context.Context) (User, error) {
	return answer[User](ctx, c.to, "me.get", nil)
}

// MeUpdateInput is what me.update takes.
type MeUpdateInput struct {
	Name string `json:"name"`
}

// Update is me.update. Change my name (a guest’s; an app’s user is named by the app).
func (c MeCalls) Update(ctx context.Context, input MeUpdateInput) (User, error) {
	return answer[User](ctx, c.to, "me.update", input)
}

// UsersListInput is what users.list takes.
type UsersListInput struct {
	ID []UserID `json:"id"`
}

// UsersListOutput is what users.list answers.
type UsersListOutput struct {
	Users []User `json:"users"`
}

// List is users.list. Of these users those who are in a room with me, and myself.
func (c UsersCalls) List(ctx context.Context, input UsersListInput) (UsersListOutput, error) {
	return answer[UsersListOutput](ctx, c.to, "users.list", input)
}

// TicketsCreateOutput is what tickets.create answers.
type TicketsCreateOutput struct {
	Ticket    string    `json:"ticket"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Create is tickets.create. A word to open one event stream or socket with: one use, 30 seconds.
func (c TicketsCalls) Create(ctx context.Context) (TicketsCreateOutput, error) {
	return answer[TicketsCreateOutput](ctx, c.to, "tickets.create", nil)
}

// RoomsCreateInput is what rooms.create takes.
type RoomsCreateInput struct {
	Type     RoomType `json:"type"`
	Name     string   `json:"name,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Data     Data     `json:"data,omitempty"`
	ReadOnly bool     `json:"readOnly,omitempty"`
	// One of "all", "joined".
	History  string           `json:"history,omitempty"`
	Features *FeatureSwitches `json:"features,omitempty"`
	Members  []UserID         `json:"members,omitempty"`
}

// Create is rooms.create. Make a room; a dm of the same two people is always the same room.
func (c RoomsCalls) Create(ctx context.Context, input RoomsCreateInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.create", input)
}

// RoomsListInput is what rooms.list takes.
type RoomsListInput struct {
	Type RoomType `json:"type,omitempty"`
	// Neither with `type` nor with `after`.
	ID []RoomID `json:"id,omitempty"`
	// The `next` of the page before this one.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// RoomsListOutput is what rooms.list answers.
type RoomsListOutput struct {
	// Of a Room the fields that only a MyRoom has are empty.
	Rooms  []MyRoom `json:"rooms"`
	Cursor Cursor   `json:"cursor"`
	Next   string   `json:"next,omitempty"`
}

// List is rooms.list. My rooms, the latest active first; with `id`, those of these; with `type`,
// those that anyone may join.
func (c RoomsCalls) List(ctx context.Context, input RoomsListInput) (RoomsListOutput, error) {
	return answer[RoomsListOutput](ctx, c.to, "rooms.list", input)
}

// RoomsGetInput is what rooms.get takes.
type RoomsGetInput struct {
	Room RoomID `json:"room"`
}

// Get is rooms.get. A room that I am in, or may join.
func (c RoomsCalls) Get(ctx context.Context, input RoomsGetInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.get", input)
}

// RoomsUpdateInput is what rooms.update takes.
type RoomsUpdateInput struct {
	Room     RoomID  `json:"room"`
	Name     string  `json:"name,omitempty"`
	Archived *bool   `json:"archived,omitempty"`
	Topic    *string `json:"topic,omitempty"`
	Data     Data    `json:"data,omitempty"`
	ReadOnly *bool   `json:"readOnly,omitempty"`
	// One of "all", "joined".
	History  string           `json:"history,omitempty"`
	Features *FeatureSwitches `json:"features,omitempty"`
}

// Update is rooms.update. Change a room: only what is named changes; an empty topic is none.
func (c RoomsCalls) Update(ctx context.Context, input RoomsUpdateInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.update", input)
}

// RoomsDeleteInput is what rooms.delete takes.
type RoomsDeleteInput struct {
	Room RoomID `json:"room"`
}

// Delete is rooms.delete. Delete a room and everything said in it.
func (c RoomsCalls) Delete(ctx context.Context, input RoomsDeleteInput) error {
	return c.to.call(ctx, "rooms.delete", input, nil)
}

// MembersListInput is what members.list takes.
type MembersListInput struct {
	Room  RoomID `json:"room"`
	After UserID `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// MembersListOutput is what members.list answers.
type MembersListOutput struct {
	Members []Member `json:"members"`
}

// List is members.list. Who is in the room, by id; the next page is `after` the last id.
func (c MembersCalls) List(ctx context.Context, input MembersListInput) (MembersListOutput, error) {
	return answer[MembersListOutput](ctx, c.to, "members.list", input)
}

// MembersJoinInput is what members.join takes.
type MembersJoinInput struct {
	Room RoomID `json:"room"`
}

// Join is members.join. Join a public or announcement room.
func (c MembersCalls) Join(ctx context.Context, input MembersJoinInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.join", input)
}

// MembersLeaveInput is what members.leave takes.
type MembersLeaveInput struct {
	Room RoomID `json:"room"`
}

// Leave is members.leave. Leave a room.
func (c MembersCalls) Leave(ctx context.Context, input MembersLeaveInput) error {
	return c.to.call(ctx, "members.leave", input, nil)
}

// MembersAddInput is what members.add takes.
type MembersAddInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
}

// Add is members.add. Add somebody to a room.
func (c MembersCalls) Add(ctx context.Context, input MembersAddInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.add", input)
}

// MembersUpdateInput is what members.update takes.
type MembersUpdateInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
	Role Role   `json:"role"`
}

// Update is members.update. Give a member another role.
func (c MembersCalls) Update(ctx context.Context, input MembersUpdateInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.update", input)
}

// MembersRemoveInput is what members.remove takes.
type MembersRemoveInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
}

// Remove is members.remove. Remove somebody from a room.
func (c MembersCalls) Remove(ctx context.Context, input MembersRemoveInput) error {
	return c.to.call(ctx, "members.remove", input, nil)
}

// MessagesSendInput is what messages.send takes.
type MessagesSendInput struct {
	Room     RoomID    `json:"room"`
	Text     string    `json:"text"`
	ClientID string    `json:"clientId,omitempty"`
	Data     Data      `json:"data,omitempty"`
	ReplyTo  MessageID `json:"replyTo,omitempty"`
	Thread   MessageID `json:"thread,omitempty"`
	InRoom   bool      `json:"inRoom,omitempty"`
	Mentions *Mentions `json:"mentions,omitempty"`
	Silent   bool      `json:"silent,omitempty"`
	System   bool      `json:"system,omitempty"`
}

// Send is messages.send. Say something; the same clientId again gives the same message back.
func (c MessagesCalls) Send(ctx context.Context, input MessagesSendInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.send", input)
}

// MessagesGetInput is what messages.get takes.
type MessagesGetInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Get is messages.get. One message.
func (c MessagesCalls) Get(ctx context.Context, input MessagesGetInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.get", input)
}

// MessagesFindInput is what messages.find takes.
type MessagesFindInput struct {
	Message MessageID `json:"message"`
}

// Find is messages.find. One message of whichever room of mine, by its id alone.
func (c MessagesCalls) Find(ctx context.Context, input MessagesFindInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.find", input)
}

// MessagesUpdateInput is what messages.update takes.
type MessagesUpdateInput struct {
	Room     RoomID    `json:"room"`
	Message  MessageID `json:"message"`
	Text     string    `json:"text,omitempty"`
	Data     Data      `json:"data,omitempty"`
	Mentions *Mentions `json:"mentions,omitempty"`
	Version  int64     `json:"version,omitempty"`
}

// Update is messages.update. Edit what I said; with `version`, only if that is what it still is.
func (c MessagesCalls) Update(ctx context.Context, input MessagesUpdateInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.update", input)
}

// MessagesDeleteInput is what messages.delete takes.
type MessagesDeleteInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Delete is messages.delete. Delete a message: its place stays, its text goes.
func (c MessagesCalls) Delete(ctx context.Context, input MessagesDeleteInput) error {
	return c.to.call(ctx, "messages.delete", input, nil)
}

// MessagesRestoreInput is what messages.restore takes.
type MessagesRestoreInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Restore is messages.restore. Take back that I deleted what I said, within a minute.
func (c MessagesCalls) Restore(ctx context.Context, input MessagesRestoreInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.restore", input)
}

// MessagesListVersionsInput is what messages.listVersions takes.
type MessagesListVersionsInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	After   *int64    `json:"after,omitempty"`
	Limit   int64     `json:"limit,omitempty"`
}

// MessagesListVersionsOutput is what messages.listVersions answers.
type MessagesListVersionsOutput struct {
	Versions []Version `json:"versions"`
}

// ListVersions is messages.listVersions. How a message was before it was edited, oldest first; the
// next page is `after` a version.
func (c MessagesCalls) ListVersions(ctx context.Context, input MessagesListVersionsInput) (MessagesListVersionsOutput, error) {
	return answer[MessagesListVersionsOutput](ctx, c.to, "messages.listVersions", input)
}

// MessagesListInput is what messages.list takes.
type MessagesListInput struct {
	Room RoomID `json:"room"`
	// Of `before`, `after` and `around` at most one.
	Before int64 `json:"before,omitempty"`
	// Of `before`, `after` and `around` at most one.
	After *int64 `json:"after,omitempty"`
	// Of `before`, `after` and `around` at most one.
	Around int64     `json:"around,omitempty"`
	Thread MessageID `json:"thread,omitempty"`
	Limit  int64     `json:"limit,omitempty"`
}

// MessagesListOutput is what messages.list answers.
type MessagesListOutput struct {
	Messages []Message `json:"messages"`
	Seq      int64     `json:"seq"`
	Cursor   Cursor    `json:"cursor"`
}

// List is messages.list. A page of history, oldest first: the latest, or before, after or around a
// seq.
func (c MessagesCalls) List(ctx context.Context, input MessagesListInput) (MessagesListOutput, error) {
	return answer[MessagesListOutput](ctx, c.to, "messages.list", input)
}

// MessagesListUnreadInput is what messages.listUnread takes.
type MessagesListUnreadInput struct {
	Room  RoomID `json:"room"`
	After *int64 `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// MessagesListUnreadOutput is what messages.listUnread answers.
type MessagesListUnreadOutput struct {
	Messages []Message `json:"messages"`
	Seq      int64     `json:"seq"`
	Cursor   Cursor    `json:"cursor"`
}

// ListUnread is messages.listUnread. What counts as unread in a room, oldest first; the next page
// is `after` the last seq.
func (c MessagesCalls) ListUnread(ctx context.Context, input MessagesListUnreadInput) (MessagesListUnreadOutput, error) {
	return answer[MessagesListUnreadOutput](ctx, c.to, "messages.listUnread", input)
}

// MessagesSearchInput is what messages.search takes.
type MessagesSearchInput struct {
	Q string `json:"q"`
	// One of "date", "rank".
	Order string `json:"order,omitempty"`
	// The `next` of the page before this one.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// MessagesSearchOutput is what messages.search answers.
type MessagesSearchOutput struct {
	Found []SearchHit `json:"found"`
	Next  string      `json:"next,omitempty"`
}

// Search is messages.search. Messages that I may see, by words, "phrases", from:, in:, before:,
// after:.
func (c MessagesCalls) Search(ctx context.Context, input MessagesSearchInput) (MessagesSearchOutput, error) {
	return answer[MessagesSearchOutput](ctx, c.to, "messages.search", input)
}

// ReceiptsMarkReadInput is what receipts.markRead takes.
type ReceiptsMarkReadInput struct {
	Room RoomID `json:"room"`
	Seq  int64  `json:"seq"`
}

// ReceiptsMarkReadOutput is what receipts.markRead answers.
type ReceiptsMarkReadOutput struct {
	ReadSeq int64 `json:"readSeq"`
	Unread  int64 `json:"unread"`
}

// MarkRead is receipts.markRead. I have read up to this seq.
func (c ReceiptsCalls) MarkRead(ctx context.Context, input ReceiptsMarkReadInput) (ReceiptsMarkReadOutput, error) {
	return answer[ReceiptsMarkReadOutput](ctx, c.to, "receipts.markRead", input)
}

// ReceiptsMarkAllReadOutput is what receipts.markAllRead answers.
type ReceiptsMarkAllReadOutput struct {
	Rooms int64 `json:"rooms"`
}

// MarkAllRead is receipts.markAllRead. I have read everything, in all my rooms; says in how many
// there was something.
func (c ReceiptsCalls) MarkAllRead(ctx context.Context) (ReceiptsMarkAllReadOutput, error) {
	return answer[ReceiptsMarkAllReadOutput](ctx, c.to, "receipts.markAllRead", nil)
}

// ReceiptsMarkUnreadInput is what receipts.markUnread takes.
type ReceiptsMarkUnreadInput struct {
	Room RoomID `json:"room"`
	Seq  int64  `json:"seq"`
}

// ReceiptsMarkUnreadOutput is what receipts.markUnread answers.
type ReceiptsMarkUnreadOutput struct {
	UnreadFrom int64 `json:"unreadFrom"`
	Unread     int64 `json:"unread"`
}

// MarkUnread is receipts.markUnread. I want to see the room as unread from this seq on, until I
// read it.
func (c ReceiptsCalls) MarkUnread(ctx context.Context, input ReceiptsMarkUnreadInput) (ReceiptsMarkUnreadOutput, error) {
	return answer[ReceiptsMarkUnreadOutput](ctx, c.to, "receipts.markUnread", input)
}

// ReceiptsMarkDeliveredInput is what receipts.markDelivered takes.
type ReceiptsMarkDeliveredInput struct {
	Room RoomID `json:"room"`
	Seq  int64  `json:"seq"`
}

// ReceiptsMarkDeliveredOutput is what receipts.markDelivered answers.
type ReceiptsMarkDeliveredOutput struct {
	DeliveredSeq int64 `json:"deliveredSeq"`
}

// MarkDelivered is receipts.markDelivered. I have received everything up to this seq.
func (c ReceiptsCalls) MarkDelivered(ctx context.Context, input ReceiptsMarkDeliveredInput) (ReceiptsMarkDeliveredOutput, error) {
	return answer[ReceiptsMarkDeliveredOutput](ctx, c.to, "receipts.markDelivered", input)
}

// ReceiptsListInput is what receipts.list takes.
type ReceiptsListInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	After   UserID    `json:"after,omitempty"`
	Limit   int64     `json:"limit,omitempty"`
}

// ReceiptsListOutput is what receipts.list answers.
type ReceiptsListOutput struct {
	Seen []ReadReceipt `json:"seen"`
}

// List is receipts.list. Who has seen a message, and when.
func (c ReceiptsCalls) List(ctx context.Context, input ReceiptsListInput) (ReceiptsListOutput, error) {
	return answer[ReceiptsListOutput](ctx, c.to, "receipts.list", input)
}

// ReceiptsMarkThreadReadInput is what receipts.markThreadRead takes.
type ReceiptsMarkThreadReadInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	Seq     int64     `json:"seq"`
}

// ReceiptsMarkThreadReadOutput is what receipts.markThreadRead answers.
type ReceiptsMarkThreadReadOutput struct {
	ReadSeq int64 `json:"readSeq"`
	Unread  int64 `json:"unread"`
}

// MarkThreadRead is receipts.markThreadRead. I have read this thread up to this seq.
func (c ReceiptsCalls) MarkThreadRead(ctx context.Context, input ReceiptsMarkThreadReadInput) (ReceiptsMarkThreadReadOutput, error) {
	return answer[ReceiptsMarkThreadReadOutput](ctx, c.to, "receipts.markThreadRead", input)
}

// ThreadsListInput is what threads.list takes.
type ThreadsListInput struct {
	// The `next` of the page before this one.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// ThreadsListOutput is what threads.list answers.
type ThreadsListOutput struct {
	Threads []Thread `json:"threads"`
	Next    string   `json:"next,omitempty"`
}

// List is threads.list. Threads that I follow, the latest active first.
func (c ThreadsCalls) List(ctx context.Context, input ThreadsListInput) (ThreadsListOutput, error) {
	return answer[ThreadsListOutput](ctx, c.to, "threads.list", input)
}

// ThreadsGetInput is what threads.get takes.
type ThreadsGetInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Get is threads.get. A thread as I see it, by its root.
func (c ThreadsCalls) Get(ctx context.Context, input ThreadsGetInput) (Thread, error) {
	return answer[Thread](ctx, c.to, "threads.get", input)
}

// ThreadsFollowInput is what threads.follow takes.
type ThreadsFollowInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Follow is threads.follow. Follow a thread.
func (c ThreadsCalls) Follow(ctx context.Context, input ThreadsFollowInput) (Thread, error) {
	return answer[Thread](ctx, c.to, "threads.follow", input)
}

// ThreadsUnfollowInput is what threads.unfollow takes.
type ThreadsUnfollowInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Unfollow is threads.unfollow. Follow a thread no longer.
func (c ThreadsCalls) Unfollow(ctx context.Context, input ThreadsUnfollowInput) error {
	return c.to.call(ctx, "threads.unfollow", input, nil)
}

// ReactionsAddInput is what reactions.add takes.
type ReactionsAddInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	// One emoji (RGI, of Unicode), or a `:name:` of the app’s own.
	Emoji string `json:"emoji"`
}

// Add is reactions.add. React to a message; the same again changes nothing.
func (c ReactionsCalls) Add(ctx context.Context, input ReactionsAddInput) (Message, error) {
	return answer[Message](ctx, c.to, "reactions.add", input)
}

// ReactionsRemoveInput is what reactions.remove takes.
type ReactionsRemoveInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	// One emoji (RGI, of Unicode), or a `:name:` of the app’s own.
	Emoji string `json:"emoji"`
}

// Remove is reactions.remove. Take a reaction back.
func (c ReactionsCalls) Remove(ctx context.Context, input ReactionsRemoveInput) error {
	return c.to.call(ctx, "reactions.remove", input, nil)
}

// ReactionsListInput is what reactions.list takes.
type ReactionsListInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	// One emoji (RGI, of Unicode), or a `:name:` of the app’s own.
	Emoji string `json:"emoji,omitempty"`
	// The `next` of the page before this one.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// ReactionsListOutput is what reactions.list answers.
type ReactionsListOutput struct {
	Reactions []Reaction `json:"reactions"`
	Next      string     `json:"next,omitempty"`
}

// List is reactions.list. Who reacted, by emoji and user; the next page is `after` its `next`.
func (c ReactionsCalls) List(ctx context.Context, input ReactionsListInput) (ReactionsListOutput, error) {
	return answer[ReactionsListOutput](ctx, c.to, "reactions.list", input)
}

// MentionsListInput is what mentions.list takes.
type MentionsListInput struct {
	// The `next` of the page before this one.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// MentionsListOutput is what mentions.list answers.
type MentionsListOutput struct {
	Mentions []Mention `json:"mentions"`
	Next     string    `json:"next,omitempty"`
}

// List is mentions.list. Messages that name me, the latest first.
func (c MentionsCalls) List(ctx context.Context, input MentionsListInput) (MentionsListOutput, error) {
	return answer[MentionsListOutput](ctx, c.to, "mentions.list", input)
}

// PinsListInput is what pins.list takes.
type PinsListInput struct {
	Room RoomID `json:"room"`
}

// PinsListOutput is what pins.list answers.
type PinsListOutput struct {
	Messages []Message `json:"messages"`
}

// List is pins.list. What is pinned in a room, the latest pinned first.
func (c PinsCalls) List(ctx context.Context, input PinsListInput) (PinsListOutput, error) {
	return answer[PinsListOutput](ctx, c.to, "pins.list", input)
}

// PinsAddInput is what pins.add takes.
type PinsAddInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Add is pins.add. Pin a message.
func (c PinsCalls) Add(ctx context.Context, input PinsAddInput) (Message, error) {
	return answer[Message](ctx, c.to, "pins.add", input)
}

// PinsRemoveInput is what pins.remove takes.
type PinsRemoveInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Remove is pins.remove. Unpin a message.
func (c PinsCalls) Remove(ctx context.Context, input PinsRemoveInput) error {
	return c.to.call(ctx, "pins.remove", input, nil)
}

// PreferencesUpdateInput is what preferences.update takes.
type PreferencesUpdateInput struct {
	Room       RoomID             `json:"room"`
	Notify     NotifyLevel        `json:"notify,omitempty"`
	MutedUntil *Change[time.Time] `json:"mutedUntil,omitempty"`
	Favourite  *bool              `json:"favourite,omitempty"`
	Position   *Change[int64]     `json:"position,omitempty"`
	// One of "public", "private".
	Receipts string `json:"receipts,omitempty"`
}

// Update is preferences.update. My own way with a room: only what is named changes, null takes it
// away.
func (c PreferencesCalls) Update(ctx context.Context, input PreferencesUpdateInput) (Preferences, error) {
	return answer[Preferences](ctx, c.to, "preferences.update", input)
}

// InvitationsCreateInput is what invitations.create takes.
type InvitationsCreateInput struct {
	Room    RoomID `json:"room"`
	User    UserID `json:"user,omitempty"`
	MaxUses int64  `json:"maxUses,omitempty"`
	Seconds int64  `json:"seconds,omitempty"`
}

// InvitationsCreateOutput is what invitations.create answers.
type InvitationsCreateOutput struct {
	ID        InvitationID `json:"id"`
	Room      RoomID       `json:"room"`
	RoomName  string       `json:"roomName,omitempty"`
	By        Sender       `json:"by"`
	User      UserID       `json:"user,omitempty"`
	Uses      int64        `json:"uses"`
	MaxUses   int64        `json:"maxUses,omitempty"`
	ExpiresAt *time.Time   `json:"expiresAt,omitempty"`
	CreatedAt time.Time    `json:"createdAt"`
	Code      string       `json:"code,omitempty"`
}

// Create is invitations.create. A way into a room: for one person, or a code for whoever has it.
// The code is said once.
func (c InvitationsCalls) Create(ctx context.Context, input InvitationsCreateInput) (InvitationsCreateOutput, error) {
	return answer[InvitationsCreateOutput](ctx, c.to, "invitations.create", input)
}

// InvitationsListInput is what invitations.list takes.
type InvitationsListInput struct {
	Room RoomID `json:"room"`
}

// InvitationsListOutput is what invitations.list answers.
type InvitationsListOutput struct {
	Invitations []Invitation `json:"invitations"`
}

// List is invitations.list. The ways into a room that there are.
func (c InvitationsCalls) List(ctx context.Context, input InvitationsListInput) (InvitationsListOutput, error) {
	return answer[InvitationsListOutput](ctx, c.to, "invitations.list", input)
}

// InvitationsListMineOutput is what invitations.listMine answers.
type InvitationsListMineOutput struct {
	Invitations []Invitation `json:"invitations"`
}

// ListMine is invitations.listMine. Rooms that I am invited to.
func (c InvitationsCalls) ListMine(ctx context.Context) (InvitationsListMineOutput, error) {
	return answer[InvitationsListMineOutput](ctx, c.to, "invitations.listMine", nil)
}

// InvitationsGetInput is what invitations.get takes.
type InvitationsGetInput struct {
	Invitation InvitationID `json:"invitation"`
}

// Get is invitations.get. An invitation of mine, or into a room whose staff I am.
func (c InvitationsCalls) Get(ctx context.Context, input InvitationsGetInput) (Invitation, error) {
	return answer[Invitation](ctx, c.to, "invitations.get", input)
}

// InvitationsAcceptInput is what invitations.accept takes.
type InvitationsAcceptInput struct {
	Code       string       `json:"code,omitempty"`
	Invitation InvitationID `json:"invitation,omitempty"`
}

// InvitationsAcceptOutput is what invitations.accept answers.
type InvitationsAcceptOutput struct {
	Room   Room   `json:"room"`
	Member Member `json:"member"`
}

// Accept is invitations.accept. Join by a code, or by an invitation of my own; again, it changes
// nothing.
func (c InvitationsCalls) Accept(ctx context.Context, input InvitationsAcceptInput) (InvitationsAcceptOutput, error) {
	return answer[InvitationsAcceptOutput](ctx, c.to, "invitations.accept", input)
}

// InvitationsDeleteInput is what invitations.delete takes.
type InvitationsDeleteInput struct {
	Invitation InvitationID `json:"invitation"`
}

// Delete is invitations.delete. Take an invitation back, or decline one’s own.
func (c InvitationsCalls) Delete(ctx context.Context, input InvitationsDeleteInput) error {
	return c.to.call(ctx, "invitations.delete", input, nil)
}

// TypingStartInput is what typing.start takes.
type TypingStartInput struct {
	Room   RoomID    `json:"room"`
	Thread MessageID `json:"thread,omitempty"`
}

// Start is typing.start. I am typing: say it again every few seconds while that is so.
func (c TypingCalls) Start(ctx context.Context, input TypingStartInput) error {
	return c.to.call(ctx, "typing.start", input, nil)
}

// TypingStopInput is what typing.stop takes.
type TypingStopInput struct {
	Room RoomID `json:"room"`
}

// Stop is typing.stop. I am no longer typing, in the room or below its messages.
func (c TypingCalls) Stop(ctx context.Context, input TypingStopInput) error {
	return c.to.call(ctx, "typing.stop", input, nil)
}

// PresenceUpdateInput is what presence.update takes.
type PresenceUpdateInput struct {
	// One of "online", "away", "invisible".
	State  string  `json:"state,omitempty"`
	Status *string `json:"status,omitempty"`
}

// PresenceUpdateOutput is what presence.update answers.
type PresenceUpdateOutput struct {
	// One of "online", "away", "invisible".
	State  string `json:"state"`
	Status string `json:"status,omitempty"`
}

// Update is presence.update. How I want to be seen while I am here, and a line about myself; what
// is left out stays.
func (c PresenceCalls) Update(ctx context.Context, input PresenceUpdateInput) (PresenceUpdateOutput, error) {
	return answer[PresenceUpdateOutput](ctx, c.to, "presence.update", input)
}

// PresenceListInput is what presence.list takes.
type PresenceListInput struct {
	Room RoomID `json:"room"`
}

// PresenceListOutput is what presence.list answers.
type PresenceListOutput struct {
	Presence []Presence `json:"presence"`
}

// List is presence.list. Who of the room is there, and when the others last were.
func (c PresenceCalls) List(ctx context.Context, input PresenceListInput) (PresenceListOutput, error) {
	return answer[PresenceListOutput](ctx, c.to, "presence.list", input)
}
