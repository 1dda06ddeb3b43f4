// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

import (
	"context"
	"encoding/json"
	"time"
)

// BackendCalls are the commands, by what they are about.
type BackendCalls struct {
	to         caller
	Users      BackendUsersCalls
	Rooms      BackendRoomsCalls
	Members    BackendMembersCalls
	Messages   BackendMessagesCalls
	Receipts   BackendReceiptsCalls
	Tokens     BackendTokensCalls
	Keys       BackendKeysCalls
	Statistics BackendStatisticsCalls
}

func newBackendCalls(to caller) BackendCalls {
	return BackendCalls{
		to:         to,
		Users:      BackendUsersCalls{to},
		Rooms:      BackendRoomsCalls{to},
		Members:    BackendMembersCalls{to},
		Messages:   BackendMessagesCalls{to},
		Receipts:   BackendReceiptsCalls{to},
		Tokens:     BackendTokensCalls{to},
		Keys:       BackendKeysCalls{to},
		Statistics: BackendStatisticsCalls{to},
	}
}

// BackendUsersCalls are the commands that begin with users.
type BackendUsersCalls struct{ to caller }

// BackendRoomsCalls are the commands that begin with rooms.
type BackendRoomsCalls struct{ to caller }

// BackendMembersCalls are the commands that begin with members.
type BackendMembersCalls struct{ to caller }

// BackendMessagesCalls are the commands that begin with messages.
type BackendMessagesCalls struct{ to caller }

// BackendReceiptsCalls are the commands that begin with receipts.
type BackendReceiptsCalls struct{ to caller }

// BackendTokensCalls are the commands that begin with tokens.
type BackendTokensCalls struct{ to caller }

// BackendKeysCalls are the commands that begin with keys.
type BackendKeysCalls struct{ to caller }

// BackendStatisticsCalls are the commands that begin with statistics.
type BackendStatisticsCalls struct{ to caller }

var backendCommands = commandTable{
	{"users.create", "POST", "/users", false},
	{"users.list", "GET", "/users", false},
	{"users.get", "GET", "/users/:user", false},
	{"users.update", "PATCH", "/users/:user", false},
	{"users.delete", "DELETE", "/users/:user", true},
	{"rooms.create", "POST", "/rooms", true},
	{"rooms.list", "GET", "/rooms", false},
	{"rooms.get", "GET", "/rooms/:room", false},
	{"rooms.update", "PATCH", "/rooms/:room", false},
	{"rooms.delete", "DELETE", "/rooms/:room", true},
	{"members.list", "GET", "/rooms/:room/members", false},
	{"members.add", "PUT", "/rooms/:room/members/:user", false},
	{"members.update", "PATCH", "/rooms/:room/members/:user", false},
	{"members.remove", "DELETE", "/rooms/:room/members/:user", true},
	{"messages.list", "GET", "/rooms/:room/messages", false},
	{"messages.get", "GET", "/rooms/:room/messages/:message", false},
	{"messages.send", "POST", "/rooms/:room/messages", false},
	{"messages.update", "PATCH", "/rooms/:room/messages/:message", false},
	{"messages.delete", "DELETE", "/rooms/:room/messages/:message", false},
	{"receipts.markRead", "PUT", "/rooms/:room/members/:user/read", false},
	{"receipts.markAllRead", "PUT", "/users/:user/read", false},
	{"tokens.create", "POST", "/tokens", false},
	{"keys.create", "POST", "/keys", true},
	{"keys.list", "GET", "/keys", false},
	{"keys.delete", "DELETE", "/keys/:key", true},
	{"statistics.get", "GET", "/statistics", false},
	{"batch", "POST", "/batch", true},
}

// BackendUsersCreateInput is what users.create takes.
type BackendUsersCreateInput struct {
	ID   UserID   `json:"id"`
	Name string   `json:"name"`
	Kind UserKind `json:"kind,omitempty"`
	Info Data     `json:"info,omitempty"`
}

// Create is users.create. Make a user, before their first token; one that is there is given back as
// it is.
func (c BackendUsersCalls) Create(ctx context.Context, input BackendUsersCreateInput) (User, error) {
	return answer[User](ctx, c.to, "users.create", input)
}

// BackendUsersListInput is what users.list takes.
type BackendUsersListInput struct {
	After UserID `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendUsersListOutput is what users.list answers.
type BackendUsersListOutput struct {
	Users []User `json:"users"`
	Next  UserID `json:"next,omitempty"`
}

// List is users.list. Users by id, without those that were deleted.
func (c BackendUsersCalls) List(ctx context.Context, input BackendUsersListInput) (BackendUsersListOutput, error) {
	return answer[BackendUsersListOutput](ctx, c.to, "users.list", input)
}

// BackendUsersGetInput is what users.get takes.
type BackendUsersGetInput struct {
	User UserID `json:"user"`
}

// Get is users.get. A user; of one that was deleted, that it was.
func (c BackendUsersCalls) Get(ctx context.Context, input BackendUsersGetInput) (User, error) {
	return answer[User](ctx, c.to, "users.get", input)
}

// BackendUsersUpdateInput is what users.update takes.
type BackendUsersUpdateInput struct {
	User UserID        `json:"user"`
	Name string        `json:"name,omitempty"`
	Info *Change[Data] `json:"info,omitempty"`
}

// Update is users.update. Change a name or info; tokens that were issued before do not change them
// back.
func (c BackendUsersCalls) Update(ctx context.Context, input BackendUsersUpdateInput) (User, error) {
	return answer[User](ctx, c.to, "users.update", input)
}

// BackendUsersDeleteInput is what users.delete takes.
type BackendUsersDeleteInput struct {
	User     UserID `json:"user"`
	Messages bool   `json:"messages,omitempty"`
}

// Delete is users.delete. Delete a user for good; with `messages` everything that they said, too.
func (c BackendUsersCalls) Delete(ctx context.Context, input BackendUsersDeleteInput) error {
	return c.to.call(ctx, "users.delete", input, nil)
}

// BackendRoomsCreateInput is what rooms.create takes.
type BackendRoomsCreateInput struct {
	Type     RoomType `json:"type"`
	Name     string   `json:"name,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Data     Data     `json:"data,omitempty"`
	ReadOnly bool     `json:"readOnly,omitempty"`
	// One of "all", "joined".
	History  string                          `json:"history,omitempty"`
	Features *FeatureSwitches                `json:"features,omitempty"`
	Key      string                          `json:"key,omitempty"`
	Members  []BackendRoomsCreateInputMember `json:"members,omitempty"`
}

// BackendRoomsCreateInputMember is a part of what is said.
type BackendRoomsCreateInputMember struct {
	User UserID `json:"user"`
}

// Create is rooms.create. Make a room; the same `key`, or the same two people of a dm, give the
// same room back.
func (c BackendRoomsCalls) Create(ctx context.Context, input BackendRoomsCreateInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.create", input)
}

// BackendRoomsListInput is what rooms.list takes.
type BackendRoomsListInput struct {
	User UserID `json:"user,omitempty"`
	// The `next` of the page before this one.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendRoomsListOutput is what rooms.list answers.
type BackendRoomsListOutput struct {
	// Of a Room the fields that only a MyRoom has are empty.
	Rooms []MyRoom `json:"rooms"`
	Next  string   `json:"next,omitempty"`
}

// List is rooms.list. Rooms, the newest first; with `user` theirs as they see them, the latest
// active first.
func (c BackendRoomsCalls) List(ctx context.Context, input BackendRoomsListInput) (BackendRoomsListOutput, error) {
	return answer[BackendRoomsListOutput](ctx, c.to, "rooms.list", input)
}

// BackendRoomsGetInput is what rooms.get takes.
type BackendRoomsGetInput struct {
	Room RoomID `json:"room"`
}

// Get is rooms.get. A room.
func (c BackendRoomsCalls) Get(ctx context.Context, input BackendRoomsGetInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.get", input)
}

// BackendRoomsUpdateInput is what rooms.update takes.
type BackendRoomsUpdateInput struct {
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
func (c BackendRoomsCalls) Update(ctx context.Context, input BackendRoomsUpdateInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.update", input)
}

// BackendRoomsDeleteInput is what rooms.delete takes.
type BackendRoomsDeleteInput struct {
	Room RoomID `json:"room"`
}

// Delete is rooms.delete. Delete a room and everything said in it.
func (c BackendRoomsCalls) Delete(ctx context.Context, input BackendRoomsDeleteInput) error {
	return c.to.call(ctx, "rooms.delete", input, nil)
}

// BackendMembersListInput is what members.list takes.
type BackendMembersListInput struct {
	Room  RoomID `json:"room"`
	After UserID `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendMembersListOutput is what members.list answers.
type BackendMembersListOutput struct {
	Members []Member `json:"members"`
}

// List is members.list. Who is in a room, by id; the next page is `after` the last id.
func (c BackendMembersCalls) List(ctx context.Context, input BackendMembersListInput) (BackendMembersListOutput, error) {
	return answer[BackendMembersListOutput](ctx, c.to, "members.list", input)
}

// BackendMembersAddInput is what members.add takes.
type BackendMembersAddInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
	Role Role   `json:"role,omitempty"`
}

// Add is members.add. Add somebody to a room; who is there already gets the role, if one is named.
func (c BackendMembersCalls) Add(ctx context.Context, input BackendMembersAddInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.add", input)
}

// BackendMembersUpdateInput is what members.update takes.
type BackendMembersUpdateInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
	Role Role   `json:"role"`
}

// Update is members.update. Give a member another role.
func (c BackendMembersCalls) Update(ctx context.Context, input BackendMembersUpdateInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.update", input)
}

// BackendMembersRemoveInput is what members.remove takes.
type BackendMembersRemoveInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
}

// Remove is members.remove. Remove somebody from a room.
func (c BackendMembersCalls) Remove(ctx context.Context, input BackendMembersRemoveInput) error {
	return c.to.call(ctx, "members.remove", input, nil)
}

// BackendMessagesListInput is what messages.list takes.
type BackendMessagesListInput struct {
	Room RoomID `json:"room"`
	// Not with `after`.
	Before int64 `json:"before,omitempty"`
	// Not with `before`.
	After  *int64    `json:"after,omitempty"`
	Thread MessageID `json:"thread,omitempty"`
	Limit  int64     `json:"limit,omitempty"`
}

// BackendMessagesListOutput is what messages.list answers.
type BackendMessagesListOutput struct {
	Messages []Message `json:"messages"`
	Seq      int64     `json:"seq"`
}

// List is messages.list. A page of history, oldest first: the latest, or before or after a seq.
func (c BackendMessagesCalls) List(ctx context.Context, input BackendMessagesListInput) (BackendMessagesListOutput, error) {
	return answer[BackendMessagesListOutput](ctx, c.to, "messages.list", input)
}

// BackendMessagesGetInput is what messages.get takes.
type BackendMessagesGetInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Get is messages.get. One message.
func (c BackendMessagesCalls) Get(ctx context.Context, input BackendMessagesGetInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.get", input)
}

// BackendMessagesSendInput is what messages.send takes.
type BackendMessagesSendInput struct {
	Room     RoomID    `json:"room"`
	Text     string    `json:"text"`
	Sender   UserID    `json:"sender,omitempty"`
	ClientID string    `json:"clientId,omitempty"`
	Data     Data      `json:"data,omitempty"`
	ReplyTo  MessageID `json:"replyTo,omitempty"`
	Thread   MessageID `json:"thread,omitempty"`
	InRoom   bool      `json:"inRoom,omitempty"`
	Mentions *Mentions `json:"mentions,omitempty"`
	Silent   bool      `json:"silent,omitempty"`
}

// Send is messages.send. Say what happened, as the system; or, with `sender`, something as a bot of
// the room.
func (c BackendMessagesCalls) Send(ctx context.Context, input BackendMessagesSendInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.send", input)
}

// BackendMessagesUpdateInput is what messages.update takes.
type BackendMessagesUpdateInput struct {
	Room     RoomID    `json:"room"`
	Message  MessageID `json:"message"`
	Text     string    `json:"text,omitempty"`
	Data     Data      `json:"data,omitempty"`
	Mentions *Mentions `json:"mentions,omitempty"`
	Version  int64     `json:"version,omitempty"`
}

// Update is messages.update. Edit what the system or a bot said; with `version`, only if that is
// what it still is.
func (c BackendMessagesCalls) Update(ctx context.Context, input BackendMessagesUpdateInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.update", input)
}

// BackendMessagesDeleteInput is what messages.delete takes.
type BackendMessagesDeleteInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Delete is messages.delete. Delete a message, whoever said it: its place stays, its text goes.
func (c BackendMessagesCalls) Delete(ctx context.Context, input BackendMessagesDeleteInput) error {
	return c.to.call(ctx, "messages.delete", input, nil)
}

// BackendReceiptsMarkReadInput is what receipts.markRead takes.
type BackendReceiptsMarkReadInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
	Seq  int64  `json:"seq,omitempty"`
}

// BackendReceiptsMarkReadOutput is what receipts.markRead answers.
type BackendReceiptsMarkReadOutput struct {
	ReadSeq int64 `json:"readSeq"`
	Unread  int64 `json:"unread"`
}

// MarkRead is receipts.markRead. A member has read up to this seq, or all there is.
func (c BackendReceiptsCalls) MarkRead(ctx context.Context, input BackendReceiptsMarkReadInput) (BackendReceiptsMarkReadOutput, error) {
	return answer[BackendReceiptsMarkReadOutput](ctx, c.to, "receipts.markRead", input)
}

// BackendReceiptsMarkAllReadInput is what receipts.markAllRead takes.
type BackendReceiptsMarkAllReadInput struct {
	User UserID `json:"user"`
}

// BackendReceiptsMarkAllReadOutput is what receipts.markAllRead answers.
type BackendReceiptsMarkAllReadOutput struct {
	Rooms int64 `json:"rooms"`
}

// MarkAllRead is receipts.markAllRead. A user has read everything, in every room; answers in how
// many something was unread.
func (c BackendReceiptsCalls) MarkAllRead(ctx context.Context, input BackendReceiptsMarkAllReadInput) (BackendReceiptsMarkAllReadOutput, error) {
	return answer[BackendReceiptsMarkAllReadOutput](ctx, c.to, "receipts.markAllRead", input)
}

// BackendTokensCreateInput is what tokens.create takes.
type BackendTokensCreateInput struct {
	User    UserID `json:"user"`
	Seconds int64  `json:"seconds,omitempty"`
}

// BackendTokensCreateOutput is what tokens.create answers.
type BackendTokensCreateOutput struct {
	Token     string    `json:"token"`
	User      User      `json:"user"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Create is tokens.create. A token for a user who is there, to hand to their client.
func (c BackendTokensCalls) Create(ctx context.Context, input BackendTokensCreateInput) (BackendTokensCreateOutput, error) {
	return answer[BackendTokensCreateOutput](ctx, c.to, "tokens.create", input)
}

// BackendKeysCreateInput is what keys.create takes.
type BackendKeysCreateInput struct {
	Name   string  `json:"name"`
	Scopes []Scope `json:"scopes"`
}

// BackendKeysCreateOutput is what keys.create answers.
type BackendKeysCreateOutput struct {
	ID         KeyID      `json:"id"`
	Name       string     `json:"name"`
	Prefix     string     `json:"prefix"`
	Scopes     []Scope    `json:"scopes"`
	CreatedAt  time.Time  `json:"createdAt"`
	LastUsedAt *time.Time `json:"lastUsedAt,omitempty"`
	Key        string     `json:"key"`
}

// Create is keys.create. Another key, for no more than this one is for. It is said once.
func (c BackendKeysCalls) Create(ctx context.Context, input BackendKeysCreateInput) (BackendKeysCreateOutput, error) {
	return answer[BackendKeysCreateOutput](ctx, c.to, "keys.create", input)
}

// BackendKeysListOutput is what keys.list answers.
type BackendKeysListOutput struct {
	Keys []Key `json:"keys"`
}

// List is keys.list. The keys that there are, but for the operator’s own.
func (c BackendKeysCalls) List(ctx context.Context) (BackendKeysListOutput, error) {
	return answer[BackendKeysListOutput](ctx, c.to, "keys.list", nil)
}

// BackendKeysDeleteInput is what keys.delete takes.
type BackendKeysDeleteInput struct {
	Key KeyID `json:"key"`
}

// Delete is keys.delete. End a key, at once.
func (c BackendKeysCalls) Delete(ctx context.Context, input BackendKeysDeleteInput) error {
	return c.to.call(ctx, "keys.delete", input, nil)
}

// BackendStatisticsGetOutput is what statistics.get answers.
type BackendStatisticsGetOutput struct {
	Users         BackendStatisticsGetOutputUsers `json:"users"`
	Rooms         BackendStatisticsGetOutputRooms `json:"rooms"`
	Memberships   int64                           `json:"memberships"`
	Events        int64                           `json:"events"`
	MessagesOfDay int64                           `json:"messagesOfDay"`
}

// BackendStatisticsGetOutputUsers is a part of what is said.
type BackendStatisticsGetOutputUsers struct {
	Person int64 `json:"person"`
	Guest  int64 `json:"guest"`
	Bot    int64 `json:"bot"`
}

// BackendStatisticsGetOutputRooms is a part of what is said.
type BackendStatisticsGetOutputRooms struct {
	DM           int64 `json:"dm"`
	Group        int64 `json:"group"`
	Public       int64 `json:"public"`
	Announcement int64 `json:"announcement"`
}

// Get is statistics.get. How many there are of what.
func (c BackendStatisticsCalls) Get(ctx context.Context) (BackendStatisticsGetOutput, error) {
	return answer[BackendStatisticsGetOutput](ctx, c.to, "statistics.get", nil)
}

// BackendBatchInput is what batch takes.
type BackendBatchInput struct {
	// One of "all", "each".
	Mode     string                     `json:"mode"`
	Commands []BackendBatchInputCommand `json:"commands"`
}

// BackendBatchInputCommand is a part of what is said.
type BackendBatchInputCommand struct {
	Name  string `json:"name"`
	Input any    `json:"input,omitempty"`
}

// BackendBatchOutput is what batch answers.
type BackendBatchOutput struct {
	Results []BackendBatchOutputResult `json:"results"`
}

// BackendBatchOutputResult is a part of what is said.
type BackendBatchOutputResult struct {
	Status int64                          `json:"status"`
	Result json.RawMessage                `json:"result,omitempty"`
	Error  *BackendBatchOutputResultError `json:"error,omitempty"`
}

// BackendBatchOutputResultError is a part of what is said.
type BackendBatchOutputResultError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	// What does not fit, by field.
	Fields map[string]string `json:"fields,omitempty"`
	// Seconds after which the same may be tried again.
	RetryAfter int64 `json:"retryAfter,omitempty"`
	// Of an internal error: its line in the log has the same id.
	ID string `json:"id,omitempty"`
}

// Batch is batch. Many commands at once: `all` in their order, together or not at all; `each` for
// itself, in no order that is promised.
func (c BackendCalls) Batch(ctx context.Context, input BackendBatchInput) (BackendBatchOutput, error) {
	return answer[BackendBatchOutput](ctx, c.to, "batch", input)
}
