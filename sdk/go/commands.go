// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

import (
	"context"
	"time"
)

// Calls are the commands, grouped by their noun.
type Calls struct {
	to              caller
	Guests          GuestsCalls
	Accounts        AccountsCalls
	Emails          EmailsCalls
	Passwords       PasswordsCalls
	Sessions        SessionsCalls
	SecondFactors   SecondFactorsCalls
	RecoveryCodes   RecoveryCodesCalls
	Passkeys        PasskeysCalls
	Links           LinksCalls
	Audit           AuditCalls
	WordLists       WordListsCalls
	RoomWordLists   RoomWordListsCalls
	Identities      IdentitiesCalls
	Lobby           LobbyCalls
	Server          ServerCalls
	Me              MeCalls
	Users           UsersCalls
	Quotas          QuotasCalls
	Tickets         TicketsCalls
	Rooms           RoomsCalls
	Members         MembersCalls
	Messages        MessagesCalls
	ServerMessages  ServerMessagesCalls
	Receipts        ReceiptsCalls
	Threads         ThreadsCalls
	Reactions       ReactionsCalls
	Mentions        MentionsCalls
	Pins            PinsCalls
	Permissions     PermissionsCalls
	Preferences     PreferencesCalls
	Invitations     InvitationsCalls
	JoinRequests    JoinRequestsCalls
	Blocks          BlocksCalls
	Sanctions       SanctionsCalls
	ServerSanctions ServerSanctionsCalls
	Erasures        ErasuresCalls
	Exports         ExportsCalls
	LegalHolds      LegalHoldsCalls
	Requests        RequestsCalls
	Consent         ConsentCalls
	Reports         ReportsCalls
	Typing          TypingCalls
	Presence        PresenceCalls
}

func newCalls(to caller) Calls {
	return Calls{
		to:              to,
		Guests:          GuestsCalls{to},
		Accounts:        AccountsCalls{to},
		Emails:          EmailsCalls{to},
		Passwords:       PasswordsCalls{to},
		Sessions:        SessionsCalls{to},
		SecondFactors:   SecondFactorsCalls{to},
		RecoveryCodes:   RecoveryCodesCalls{to},
		Passkeys:        PasskeysCalls{to},
		Links:           LinksCalls{to},
		Audit:           AuditCalls{to},
		WordLists:       WordListsCalls{to},
		RoomWordLists:   RoomWordListsCalls{to},
		Identities:      IdentitiesCalls{to},
		Lobby:           LobbyCalls{to},
		Server:          ServerCalls{to},
		Me:              MeCalls{to},
		Users:           UsersCalls{to},
		Quotas:          QuotasCalls{to},
		Tickets:         TicketsCalls{to},
		Rooms:           RoomsCalls{to},
		Members:         MembersCalls{to},
		Messages:        MessagesCalls{to},
		ServerMessages:  ServerMessagesCalls{to},
		Receipts:        ReceiptsCalls{to},
		Threads:         ThreadsCalls{to},
		Reactions:       ReactionsCalls{to},
		Mentions:        MentionsCalls{to},
		Pins:            PinsCalls{to},
		Permissions:     PermissionsCalls{to},
		Preferences:     PreferencesCalls{to},
		Invitations:     InvitationsCalls{to},
		JoinRequests:    JoinRequestsCalls{to},
		Blocks:          BlocksCalls{to},
		Sanctions:       SanctionsCalls{to},
		ServerSanctions: ServerSanctionsCalls{to},
		Erasures:        ErasuresCalls{to},
		Exports:         ExportsCalls{to},
		LegalHolds:      LegalHoldsCalls{to},
		Requests:        RequestsCalls{to},
		Consent:         ConsentCalls{to},
		Reports:         ReportsCalls{to},
		Typing:          TypingCalls{to},
		Presence:        PresenceCalls{to},
	}
}

// GuestsCalls are the commands that begin with guests.
type GuestsCalls struct{ to caller }

// AccountsCalls are the commands that begin with accounts.
type AccountsCalls struct{ to caller }

// EmailsCalls are the commands that begin with emails.
type EmailsCalls struct{ to caller }

// PasswordsCalls are the commands that begin with passwords.
type PasswordsCalls struct{ to caller }

// SessionsCalls are the commands that begin with sessions.
type SessionsCalls struct{ to caller }

// SecondFactorsCalls are the commands that begin with secondFactors.
type SecondFactorsCalls struct{ to caller }

// RecoveryCodesCalls are the commands that begin with recoveryCodes.
type RecoveryCodesCalls struct{ to caller }

// PasskeysCalls are the commands that begin with passkeys.
type PasskeysCalls struct{ to caller }

// LinksCalls are the commands that begin with links.
type LinksCalls struct{ to caller }

// AuditCalls are the commands that begin with audit.
type AuditCalls struct{ to caller }

// WordListsCalls are the commands that begin with wordLists.
type WordListsCalls struct{ to caller }

// RoomWordListsCalls are the commands that begin with roomWordLists.
type RoomWordListsCalls struct{ to caller }

// IdentitiesCalls are the commands that begin with identities.
type IdentitiesCalls struct{ to caller }

// LobbyCalls are the commands that begin with lobby.
type LobbyCalls struct{ to caller }

// ServerCalls are the commands that begin with server.
type ServerCalls struct{ to caller }

// MeCalls are the commands that begin with me.
type MeCalls struct{ to caller }

// UsersCalls are the commands that begin with users.
type UsersCalls struct{ to caller }

// QuotasCalls are the commands that begin with quotas.
type QuotasCalls struct{ to caller }

// TicketsCalls are the commands that begin with tickets.
type TicketsCalls struct{ to caller }

// RoomsCalls are the commands that begin with rooms.
type RoomsCalls struct{ to caller }

// MembersCalls are the commands that begin with members.
type MembersCalls struct{ to caller }

// MessagesCalls are the commands that begin with messages.
type MessagesCalls struct{ to caller }

// ServerMessagesCalls are the commands that begin with serverMessages.
type ServerMessagesCalls struct{ to caller }

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

// PermissionsCalls are the commands that begin with permissions.
type PermissionsCalls struct{ to caller }

// PreferencesCalls are the commands that begin with preferences.
type PreferencesCalls struct{ to caller }

// InvitationsCalls are the commands that begin with invitations.
type InvitationsCalls struct{ to caller }

// JoinRequestsCalls are the commands that begin with joinRequests.
type JoinRequestsCalls struct{ to caller }

// BlocksCalls are the commands that begin with blocks.
type BlocksCalls struct{ to caller }

// SanctionsCalls are the commands that begin with sanctions.
type SanctionsCalls struct{ to caller }

// ServerSanctionsCalls are the commands that begin with serverSanctions.
type ServerSanctionsCalls struct{ to caller }

// ErasuresCalls are the commands that begin with erasures.
type ErasuresCalls struct{ to caller }

// ExportsCalls are the commands that begin with exports.
type ExportsCalls struct{ to caller }

// LegalHoldsCalls are the commands that begin with legalHolds.
type LegalHoldsCalls struct{ to caller }

// RequestsCalls are the commands that begin with requests.
type RequestsCalls struct{ to caller }

// ConsentCalls are the commands that begin with consent.
type ConsentCalls struct{ to caller }

// ReportsCalls are the commands that begin with reports.
type ReportsCalls struct{ to caller }

// TypingCalls are the commands that begin with typing.
type TypingCalls struct{ to caller }

// PresenceCalls are the commands that begin with presence.
type PresenceCalls struct{ to caller }

var commands = commandTable{
	{"guests.create", "POST", "/guests", false},
	{"accounts.create", "POST", "/accounts", true},
	{"accounts.get", "GET", "/account", false},
	{"accounts.update", "PATCH", "/account", false},
	{"accounts.delete", "POST", "/account/delete", true},
	{"emails.verify", "POST", "/emails/verify", true},
	{"passwords.requestReset", "POST", "/passwords/request-reset", false},
	{"passwords.reset", "POST", "/passwords/reset", true},
	{"sessions.create", "POST", "/sessions", true},
	{"sessions.refresh", "POST", "/sessions/refresh", false},
	{"sessions.list", "GET", "/sessions", false},
	{"sessions.delete", "DELETE", "/sessions/:session", false},
	{"sessions.deleteAll", "DELETE", "/sessions", false},
	{"secondFactors.create", "POST", "/account/second-factor", true},
	{"secondFactors.confirm", "POST", "/account/second-factor/confirm", true},
	{"secondFactors.delete", "POST", "/account/second-factor/delete", true},
	{"recoveryCodes.create", "POST", "/account/recovery-codes", true},
	{"passkeys.createOptions", "POST", "/account/passkeys/options", false},
	{"passkeys.create", "POST", "/account/passkeys", true},
	{"passkeys.list", "GET", "/account/passkeys", false},
	{"passkeys.delete", "POST", "/account/passkeys/:passkey/delete", true},
	{"passkeys.signInOptions", "POST", "/passkeys/options", false},
	{"sessions.createByPasskey", "POST", "/sessions/passkey", true},
	{"links.create", "POST", "/links", true},
	{"links.list", "GET", "/links", false},
	{"links.delete", "DELETE", "/links/:link", false},
	{"audit.list", "GET", "/audit", false},
	{"wordLists.create", "POST", "/word-lists", false},
	{"wordLists.list", "GET", "/word-lists", false},
	{"wordLists.get", "GET", "/word-lists/:wordList", false},
	{"wordLists.update", "PATCH", "/word-lists/:wordList", false},
	{"wordLists.delete", "DELETE", "/word-lists/:wordList", false},
	{"roomWordLists.create", "POST", "/rooms/:room/word-lists", false},
	{"roomWordLists.list", "GET", "/rooms/:room/word-lists", false},
	{"roomWordLists.get", "GET", "/rooms/:room/word-lists/:wordList", false},
	{"roomWordLists.update", "PATCH", "/rooms/:room/word-lists/:wordList", false},
	{"roomWordLists.delete", "DELETE", "/rooms/:room/word-lists/:wordList", false},
	{"identities.listProviders", "GET", "/oidc", false},
	{"identities.begin", "POST", "/oidc/:provider", false},
	{"identities.signIn", "POST", "/sessions/oidc", true},
	{"identities.connect", "POST", "/oidc/:provider/connect", false},
	{"identities.create", "POST", "/identities", true},
	{"identities.list", "GET", "/identities", false},
	{"identities.delete", "DELETE", "/identities/:identity", false},
	{"lobby.get", "GET", "/lobby", false},
	{"server.get", "GET", "/server", false},
	{"me.get", "GET", "/me", false},
	{"me.update", "PATCH", "/me", false},
	{"users.list", "GET", "/users", false},
	{"users.updateRole", "PUT", "/users/:user/role", false},
	{"quotas.get", "GET", "/me/quotas", false},
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
	{"messages.deleteAll", "DELETE", "/rooms/:room/members/:user/messages", false},
	{"serverMessages.deleteAll", "DELETE", "/users/:user/messages", false},
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
	{"permissions.explain", "GET", "/permissions/:command", false},
	{"preferences.update", "PATCH", "/rooms/:room/preferences", false},
	{"invitations.create", "POST", "/rooms/:room/invitations", true},
	{"invitations.list", "GET", "/rooms/:room/invitations", false},
	{"invitations.listMine", "GET", "/invitations", false},
	{"invitations.get", "GET", "/invitations/:invitation", false},
	{"invitations.accept", "POST", "/invitations/accept", true},
	{"invitations.delete", "DELETE", "/invitations/:invitation", false},
	{"joinRequests.create", "POST", "/rooms/:room/join-requests", false},
	{"joinRequests.list", "GET", "/rooms/:room/join-requests", false},
	{"joinRequests.get", "GET", "/join-requests/:joinRequest", false},
	{"joinRequests.listMine", "GET", "/join-requests", false},
	{"joinRequests.accept", "POST", "/join-requests/:joinRequest/accept", false},
	{"joinRequests.decline", "POST", "/join-requests/:joinRequest/decline", false},
	{"joinRequests.delete", "DELETE", "/join-requests/:joinRequest", false},
	{"blocks.create", "PUT", "/me/blocks/:user", false},
	{"blocks.delete", "DELETE", "/me/blocks/:user", false},
	{"blocks.list", "GET", "/me/blocks", false},
	{"sanctions.create", "POST", "/rooms/:room/sanctions", false},
	{"sanctions.list", "GET", "/rooms/:room/sanctions", false},
	{"sanctions.delete", "DELETE", "/rooms/:room/sanctions/:sanction", false},
	{"sanctions.answerAppeal", "POST", "/rooms/:room/sanctions/:sanction/answer", false},
	{"sanctions.listMine", "GET", "/me/sanctions", false},
	{"sanctions.appeal", "POST", "/me/sanctions/:sanction/appeal", false},
	{"serverSanctions.create", "POST", "/sanctions", false},
	{"serverSanctions.list", "GET", "/sanctions", false},
	{"serverSanctions.delete", "DELETE", "/sanctions/:sanction", false},
	{"serverSanctions.answerAppeal", "POST", "/sanctions/:sanction/answer", false},
	{"erasures.create", "POST", "/me/erasure", false},
	{"exports.create", "POST", "/me/exports", false},
	{"exports.list", "GET", "/me/exports", false},
	{"legalHolds.create", "POST", "/legal-holds", false},
	{"legalHolds.list", "GET", "/legal-holds", false},
	{"legalHolds.delete", "DELETE", "/legal-holds/:legalHold", false},
	{"requests.create", "POST", "/requests", false},
	{"requests.list", "GET", "/requests", false},
	{"requests.listSent", "GET", "/requests/sent", false},
	{"requests.get", "GET", "/requests/:request", false},
	{"requests.accept", "POST", "/requests/:request/accept", false},
	{"requests.decline", "POST", "/requests/:request/decline", false},
	{"requests.delete", "DELETE", "/requests/:request", false},
	{"consent.get", "GET", "/me/consent", false},
	{"consent.update", "PATCH", "/me/consent", false},
	{"reports.create", "POST", "/reports", false},
	{"reports.listMine", "GET", "/reports/mine", false},
	{"reports.list", "GET", "/reports", false},
	{"reports.get", "GET", "/reports/:report", false},
	{"reports.claim", "POST", "/reports/:report/claim", false},
	{"reports.close", "POST", "/reports/:report/close", false},
	{"typing.start", "PUT", "/rooms/:room/typing", false},
	{"typing.stop", "DELETE", "/rooms/:room/typing", false},
	{"presence.update", "PUT", "/me/presence", false},
	{"presence.list", "GET", "/rooms/:room/presence", false},
}

// GuestsCreateInput is the input of guests.create.
type GuestsCreateInput struct {
	Name string `json:"name"`
}

// GuestsCreateOutput is the output of guests.create.
type GuestsCreateOutput struct {
	Token string `json:"token"`
	User  User   `json:"user"`
}

// Create is guests.create. Sign in as a guest with a name only, if the operator allows guests.
func (c GuestsCalls) Create(ctx context.Context, input GuestsCreateInput) (GuestsCreateOutput, error) {
	return answer[GuestsCreateOutput](ctx, c.to, "guests.create", input)
}

// AccountsCreateInput is the input of accounts.create.
type AccountsCreateInput struct {
	Handle Handle `json:"handle"`
	// 8 to 256 characters, also after NFKC.
	Password   string   `json:"password"`
	Name       string   `json:"name,omitempty"`
	Email      Email    `json:"email,omitempty"`
	Link       LinkCode `json:"link,omitempty"`
	GuestToken string   `json:"guestToken,omitempty"`
	// Over REST only: the tokens are set as HttpOnly cookies, and are not in the answer.
	Cookie bool `json:"cookie,omitempty"`
}

// Create is accounts.create. Sign up with a handle and a password, and sign in. With `guestToken`,
// the guest keeps their id, rooms and messages. With `email`, a link to verify the address is
// mailed.
func (c AccountsCalls) Create(ctx context.Context, input AccountsCreateInput) (SignedIn, error) {
	return answer[SignedIn](ctx, c.to, "accounts.create", input)
}

// Get is accounts.get. Get the caller’s own account.
func (c AccountsCalls) Get(ctx context.Context) (Account, error) {
	return answer[Account](ctx, c.to, "accounts.get", nil)
}

// AccountsUpdateInput is the input of accounts.update.
type AccountsUpdateInput struct {
	Handle Handle         `json:"handle,omitempty"`
	Email  *Change[Email] `json:"email,omitempty"`
	// 8 to 256 characters, also after NFKC.
	Password        string  `json:"password,omitempty"`
	CurrentPassword *string `json:"currentPassword,omitempty"`
}

// Update is accounts.update. Change the caller’s handle, e-mail address or password. A new password
// ends all other sessions. A link to verify the address is mailed, also if it is the same and was
// not verified; null removes the address.
func (c AccountsCalls) Update(ctx context.Context, input AccountsUpdateInput) (Account, error) {
	return answer[Account](ctx, c.to, "accounts.update", input)
}

// AccountsDeleteInput is the input of accounts.delete.
type AccountsDeleteInput struct {
	Password string `json:"password,omitempty"`
}

// Delete is accounts.delete. Delete the caller’s account and user permanently; the messages stay.
func (c AccountsCalls) Delete(ctx context.Context, input AccountsDeleteInput) error {
	return c.to.call(ctx, "accounts.delete", input, nil)
}

// EmailsVerifyInput is the input of emails.verify.
type EmailsVerifyInput struct {
	Link LinkCode `json:"link"`
}

// Verify is emails.verify. Verify the e-mail address of an account by the link that was mailed to
// it.
func (c EmailsCalls) Verify(ctx context.Context, input EmailsVerifyInput) error {
	return c.to.call(ctx, "emails.verify", input, nil)
}

// PasswordsRequestResetInput is the input of passwords.requestReset.
type PasswordsRequestResetInput struct {
	Login string `json:"login"`
}

// RequestReset is passwords.requestReset. Mail a link to set a new password, if the login belongs
// to an account with a verified e-mail address. The answer is the same for every login.
func (c PasswordsCalls) RequestReset(ctx context.Context, input PasswordsRequestResetInput) error {
	return c.to.call(ctx, "passwords.requestReset", input, nil)
}

// PasswordsResetInput is the input of passwords.reset.
type PasswordsResetInput struct {
	Link LinkCode `json:"link"`
	// 8 to 256 characters, also after NFKC.
	Password string `json:"password"`
}

// Reset is passwords.reset. Set a new password by a one-time link. It ends all sessions of the
// user.
func (c PasswordsCalls) Reset(ctx context.Context, input PasswordsResetInput) error {
	return c.to.call(ctx, "passwords.reset", input, nil)
}

// SessionsCreateInput is the input of sessions.create.
type SessionsCreateInput struct {
	Login    string `json:"login"`
	Password string `json:"password"`
	// The code that the authenticator app shows now, or a recovery code.
	Code string `json:"code,omitempty"`
	// Over REST only: the tokens are set as HttpOnly cookies, and are not in the answer.
	Cookie bool `json:"cookie,omitempty"`
}

// Create is sessions.create. Sign in with a handle or a verified e-mail address, a password, and a
// code if the account has a second factor (second_factor_required).
func (c SessionsCalls) Create(ctx context.Context, input SessionsCreateInput) (SignedIn, error) {
	return answer[SignedIn](ctx, c.to, "sessions.create", input)
}

// SessionsRefreshInput is the input of sessions.refresh.
type SessionsRefreshInput struct {
	RefreshToken string `json:"refreshToken,omitempty"`
}

// Refresh is sessions.refresh. Get the next pair of tokens, by the refresh token or its cookie. A
// refresh token that was used before ends the session.
func (c SessionsCalls) Refresh(ctx context.Context, input SessionsRefreshInput) (SignedIn, error) {
	return answer[SignedIn](ctx, c.to, "sessions.refresh", input)
}

// SessionsListOutput is the output of sessions.list.
type SessionsListOutput struct {
	Sessions []Session `json:"sessions"`
}

// List is sessions.list. List the caller’s sessions, the last used first.
func (c SessionsCalls) List(ctx context.Context) (SessionsListOutput, error) {
	return answer[SessionsListOutput](ctx, c.to, "sessions.list", nil)
}

// SessionsDeleteInput is the input of sessions.delete.
type SessionsDeleteInput struct {
	Session string `json:"session"`
}

// Delete is sessions.delete. End one of the caller’s sessions; `current` signs out here.
func (c SessionsCalls) Delete(ctx context.Context, input SessionsDeleteInput) error {
	return c.to.call(ctx, "sessions.delete", input, nil)
}

// SessionsDeleteAllInput is the input of sessions.deleteAll.
type SessionsDeleteAllInput struct {
	Others bool `json:"others,omitempty"`
}

// DeleteAll is sessions.deleteAll. End all sessions of the caller; with `others`, all except this
// one.
func (c SessionsCalls) DeleteAll(ctx context.Context, input SessionsDeleteAllInput) error {
	return c.to.call(ctx, "sessions.deleteAll", input, nil)
}

// SecondFactorsCreateInput is the input of secondFactors.create.
type SecondFactorsCreateInput struct {
	CurrentPassword string `json:"currentPassword,omitempty"`
}

// Create is secondFactors.create. Begin to set up an authenticator app; secondFactors.confirm turns
// it on. Needs the current password, or a session of the last 10 minutes.
func (c SecondFactorsCalls) Create(ctx context.Context, input SecondFactorsCreateInput) (NewSecondFactor, error) {
	return answer[NewSecondFactor](ctx, c.to, "secondFactors.create", input)
}

// SecondFactorsConfirmInput is the input of secondFactors.confirm.
type SecondFactorsConfirmInput struct {
	// The code that the authenticator app shows now, or a recovery code.
	Code string `json:"code"`
}

// Confirm is secondFactors.confirm. Turn the authenticator app on by one of its codes, and get the
// recovery codes.
func (c SecondFactorsCalls) Confirm(ctx context.Context, input SecondFactorsConfirmInput) (RecoveryCodes, error) {
	return answer[RecoveryCodes](ctx, c.to, "secondFactors.confirm", input)
}

// SecondFactorsDeleteInput is the input of secondFactors.delete.
type SecondFactorsDeleteInput struct {
	CurrentPassword string `json:"currentPassword,omitempty"`
	// The code that the authenticator app shows now, or a recovery code.
	Code string `json:"code,omitempty"`
}

// Delete is secondFactors.delete. Turn the authenticator app off, by the current password or a
// code.
func (c SecondFactorsCalls) Delete(ctx context.Context, input SecondFactorsDeleteInput) error {
	return c.to.call(ctx, "secondFactors.delete", input, nil)
}

// RecoveryCodesCreateInput is the input of recoveryCodes.create.
type RecoveryCodesCreateInput struct {
	CurrentPassword string `json:"currentPassword,omitempty"`
	// The code that the authenticator app shows now, or a recovery code.
	Code string `json:"code,omitempty"`
}

// Create is recoveryCodes.create. Get new recovery codes, by the current password or a code; the
// old ones end.
func (c RecoveryCodesCalls) Create(ctx context.Context, input RecoveryCodesCreateInput) (RecoveryCodes, error) {
	return answer[RecoveryCodes](ctx, c.to, "recoveryCodes.create", input)
}

// PasskeysCreateOptionsInput is the input of passkeys.createOptions.
type PasskeysCreateOptionsInput struct {
	CurrentPassword string `json:"currentPassword,omitempty"`
	// The code that the authenticator app shows now, or a recovery code.
	Code string `json:"code,omitempty"`
}

// CreateOptions is passkeys.createOptions. Get the options for a new passkey. Needs the current
// password, a code, or a session of the last 10 minutes.
func (c PasskeysCalls) CreateOptions(ctx context.Context, input PasskeysCreateOptionsInput) (PasskeyOptions, error) {
	return answer[PasskeyOptions](ctx, c.to, "passkeys.createOptions", input)
}

// PasskeysCreateInput is the input of passkeys.create.
type PasskeysCreateInput struct {
	// The `PublicKeyCredential` of the browser, as its `toJSON()` answers it.
	Credential Data   `json:"credential"`
	Name       string `json:"name,omitempty"`
}

// Create is passkeys.create. Add the passkey that the browser has created.
func (c PasskeysCalls) Create(ctx context.Context, input PasskeysCreateInput) (Passkey, error) {
	return answer[Passkey](ctx, c.to, "passkeys.create", input)
}

// PasskeysListOutput is the output of passkeys.list.
type PasskeysListOutput struct {
	Passkeys []Passkey `json:"passkeys"`
}

// List is passkeys.list. List the caller’s passkeys.
func (c PasskeysCalls) List(ctx context.Context) (PasskeysListOutput, error) {
	return answer[PasskeysListOutput](ctx, c.to, "passkeys.list", nil)
}

// PasskeysDeleteInput is the input of passkeys.delete.
type PasskeysDeleteInput struct {
	Passkey         PasskeyID `json:"passkey"`
	CurrentPassword string    `json:"currentPassword,omitempty"`
	// The code that the authenticator app shows now, or a recovery code.
	Code string `json:"code,omitempty"`
}

// Delete is passkeys.delete. Remove a passkey. Needs the current password, a code, or a session of
// the last 10 minutes.
func (c PasskeysCalls) Delete(ctx context.Context, input PasskeysDeleteInput) error {
	return c.to.call(ctx, "passkeys.delete", input, nil)
}

// SignInOptions is passkeys.signInOptions. Get the options for signing in with a passkey.
func (c PasskeysCalls) SignInOptions(ctx context.Context) (PasskeyOptions, error) {
	return answer[PasskeyOptions](ctx, c.to, "passkeys.signInOptions", nil)
}

// SessionsCreateByPasskeyInput is the input of sessions.createByPasskey.
type SessionsCreateByPasskeyInput struct {
	// The `PublicKeyCredential` of the browser, as its `toJSON()` answers it.
	Credential Data `json:"credential"`
	// Over REST only: the tokens are set as HttpOnly cookies, and are not in the answer.
	Cookie bool `json:"cookie,omitempty"`
}

// CreateByPasskey is sessions.createByPasskey. Sign in with a passkey, without a password or a
// code.
func (c SessionsCalls) CreateByPasskey(ctx context.Context, input SessionsCreateByPasskeyInput) (SignedIn, error) {
	return answer[SignedIn](ctx, c.to, "sessions.createByPasskey", input)
}

// LinksCreateInput is the input of links.create.
type LinksCreateInput struct {
	Purpose LinkPurpose `json:"purpose"`
	// The user whose password the link sets.
	User    UserID `json:"user,omitempty"`
	Seconds int64  `json:"seconds,omitempty"`
}

// Create is links.create. Create a one-time link, to sign up or to set a user’s password; for
// administrators.
func (c LinksCalls) Create(ctx context.Context, input LinksCreateInput) (NewLink, error) {
	return answer[NewLink](ctx, c.to, "links.create", input)
}

// LinksListOutput is the output of links.list.
type LinksListOutput struct {
	Links []Link `json:"links"`
}

// List is links.list. List the links that can still be used; for administrators.
func (c LinksCalls) List(ctx context.Context) (LinksListOutput, error) {
	return answer[LinksListOutput](ctx, c.to, "links.list", nil)
}

// LinksDeleteInput is the input of links.delete.
type LinksDeleteInput struct {
	Link LinkID `json:"link"`
}

// Delete is links.delete. Delete a link; for administrators.
func (c LinksCalls) Delete(ctx context.Context, input LinksDeleteInput) error {
	return c.to.call(ctx, "links.delete", input, nil)
}

// AuditListInput is the input of audit.list.
type AuditListInput struct {
	Room RoomID `json:"room,omitempty"`
	// On whom the act was.
	User UserID `json:"user,omitempty"`
	// Who acted.
	By  UserID `json:"by,omitempty"`
	Act string `json:"act,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// AuditListOutput is the output of audit.list.
type AuditListOutput struct {
	Entries []AuditEntry `json:"entries"`
	Next    string       `json:"next,omitempty"`
}

// List is audit.list. List the acts of staff, the latest first; for administrators.
func (c AuditCalls) List(ctx context.Context, input AuditListInput) (AuditListOutput, error) {
	return answer[AuditListOutput](ctx, c.to, "audit.list", input)
}

// WordListsCreateInput is the input of wordLists.create.
type WordListsCreateInput struct {
	Name   string     `json:"name"`
	Action WordAction `json:"action"`
	// Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a
	// word stands for any letters.
	Words []string `json:"words"`
}

// Create is wordLists.create. Create a word list of the server; for its moderators and
// administrators.
func (c WordListsCalls) Create(ctx context.Context, input WordListsCreateInput) (WordList, error) {
	return answer[WordList](ctx, c.to, "wordLists.create", input)
}

// WordListsListOutput is the output of wordLists.list.
type WordListsListOutput struct {
	WordLists []WordList `json:"wordLists"`
}

// List is wordLists.list. List the word lists of the server; for its moderators and administrators.
func (c WordListsCalls) List(ctx context.Context) (WordListsListOutput, error) {
	return answer[WordListsListOutput](ctx, c.to, "wordLists.list", nil)
}

// WordListsGetInput is the input of wordLists.get.
type WordListsGetInput struct {
	WordList WordListID `json:"wordList"`
}

// Get is wordLists.get. Get a word list of the server, with its words.
func (c WordListsCalls) Get(ctx context.Context, input WordListsGetInput) (WordList, error) {
	return answer[WordList](ctx, c.to, "wordLists.get", input)
}

// WordListsUpdateInput is the input of wordLists.update.
type WordListsUpdateInput struct {
	WordList WordListID `json:"wordList"`
	Name     string     `json:"name,omitempty"`
	Action   WordAction `json:"action,omitempty"`
	// Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a
	// word stands for any letters.
	Words []string `json:"words,omitempty"`
}

// Update is wordLists.update. Change a word list of the server: only the given fields change.
func (c WordListsCalls) Update(ctx context.Context, input WordListsUpdateInput) (WordList, error) {
	return answer[WordList](ctx, c.to, "wordLists.update", input)
}

// WordListsDeleteInput is the input of wordLists.delete.
type WordListsDeleteInput struct {
	WordList WordListID `json:"wordList"`
}

// Delete is wordLists.delete. Delete a word list of the server.
func (c WordListsCalls) Delete(ctx context.Context, input WordListsDeleteInput) error {
	return c.to.call(ctx, "wordLists.delete", input, nil)
}

// RoomWordListsCreateInput is the input of roomWordLists.create.
type RoomWordListsCreateInput struct {
	Room   RoomID     `json:"room"`
	Name   string     `json:"name"`
	Action WordAction `json:"action"`
	// Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a
	// word stands for any letters.
	Words []string `json:"words"`
}

// Create is roomWordLists.create. Create a word list of a room; for its owners and admins.
func (c RoomWordListsCalls) Create(ctx context.Context, input RoomWordListsCreateInput) (WordList, error) {
	return answer[WordList](ctx, c.to, "roomWordLists.create", input)
}

// RoomWordListsListInput is the input of roomWordLists.list.
type RoomWordListsListInput struct {
	Room RoomID `json:"room"`
}

// RoomWordListsListOutput is the output of roomWordLists.list.
type RoomWordListsListOutput struct {
	WordLists []WordList `json:"wordLists"`
}

// List is roomWordLists.list. List the word lists of a room; for its owners and admins.
func (c RoomWordListsCalls) List(ctx context.Context, input RoomWordListsListInput) (RoomWordListsListOutput, error) {
	return answer[RoomWordListsListOutput](ctx, c.to, "roomWordLists.list", input)
}

// RoomWordListsGetInput is the input of roomWordLists.get.
type RoomWordListsGetInput struct {
	Room     RoomID     `json:"room"`
	WordList WordListID `json:"wordList"`
}

// Get is roomWordLists.get. Get a word list of a room, with its words.
func (c RoomWordListsCalls) Get(ctx context.Context, input RoomWordListsGetInput) (WordList, error) {
	return answer[WordList](ctx, c.to, "roomWordLists.get", input)
}

// RoomWordListsUpdateInput is the input of roomWordLists.update.
type RoomWordListsUpdateInput struct {
	Room     RoomID     `json:"room"`
	WordList WordListID `json:"wordList"`
	Name     string     `json:"name,omitempty"`
	Action   WordAction `json:"action,omitempty"`
	// Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a
	// word stands for any letters.
	Words []string `json:"words,omitempty"`
}

// Update is roomWordLists.update. Change a word list of a room: only the given fields change.
func (c RoomWordListsCalls) Update(ctx context.Context, input RoomWordListsUpdateInput) (WordList, error) {
	return answer[WordList](ctx, c.to, "roomWordLists.update", input)
}

// RoomWordListsDeleteInput is the input of roomWordLists.delete.
type RoomWordListsDeleteInput struct {
	Room     RoomID     `json:"room"`
	WordList WordListID `json:"wordList"`
}

// Delete is roomWordLists.delete. Delete a word list of a room.
func (c RoomWordListsCalls) Delete(ctx context.Context, input RoomWordListsDeleteInput) error {
	return c.to.call(ctx, "roomWordLists.delete", input, nil)
}

// IdentitiesListProvidersOutput is the output of identities.listProviders.
type IdentitiesListProvidersOutput struct {
	Providers []Provider `json:"providers"`
}

// ListProviders is identities.listProviders. List the providers at which users can sign in.
func (c IdentitiesCalls) ListProviders(ctx context.Context) (IdentitiesListProvidersOutput, error) {
	return answer[IdentitiesListProvidersOutput](ctx, c.to, "identities.listProviders", nil)
}

// IdentitiesBeginInput is the input of identities.begin.
type IdentitiesBeginInput struct {
	Provider string `json:"provider"`
	// Where the issuer sends the user back to: a redirect URI of this client at the issuer.
	RedirectUri string `json:"redirectUri"`
}

// IdentitiesBeginOutput is the output of identities.begin.
type IdentitiesBeginOutput struct {
	// The page of the issuer, to open in the user’s browser.
	URL string `json:"url"`
	// A secret of this sign-in. It ends after 10 minutes.
	Flow string `json:"flow"`
}

// Begin is identities.begin. Begin to sign in at a provider.
func (c IdentitiesCalls) Begin(ctx context.Context, input IdentitiesBeginInput) (IdentitiesBeginOutput, error) {
	return answer[IdentitiesBeginOutput](ctx, c.to, "identities.begin", input)
}

// IdentitiesSignInInput is the input of identities.signIn.
type IdentitiesSignInInput struct {
	Flow string `json:"flow"`
	// The URL to which the issuer has sent the user back, with its query.
	Callback   string   `json:"callback"`
	Name       string   `json:"name,omitempty"`
	Link       LinkCode `json:"link,omitempty"`
	GuestToken string   `json:"guestToken,omitempty"`
	// Over REST only: the tokens are set as HttpOnly cookies, and are not in the answer.
	Cookie bool `json:"cookie,omitempty"`
}

// SignIn is identities.signIn. Sign in after the provider has sent the user back. The first time it
// creates an account; with `guestToken`, the guest keeps their id, rooms and messages.
func (c IdentitiesCalls) SignIn(ctx context.Context, input IdentitiesSignInInput) (SignedIn, error) {
	return answer[SignedIn](ctx, c.to, "identities.signIn", input)
}

// IdentitiesConnectInput is the input of identities.connect.
type IdentitiesConnectInput struct {
	Provider string `json:"provider"`
	// Where the issuer sends the user back to: a redirect URI of this client at the issuer.
	RedirectUri string `json:"redirectUri"`
}

// IdentitiesConnectOutput is the output of identities.connect.
type IdentitiesConnectOutput struct {
	// The page of the issuer, to open in the user’s browser.
	URL string `json:"url"`
	// A secret of this sign-in. It ends after 10 minutes.
	Flow string `json:"flow"`
}

// Connect is identities.connect. Begin to add an identity at a provider to the caller’s account.
func (c IdentitiesCalls) Connect(ctx context.Context, input IdentitiesConnectInput) (IdentitiesConnectOutput, error) {
	return answer[IdentitiesConnectOutput](ctx, c.to, "identities.connect", input)
}

// IdentitiesCreateInput is the input of identities.create.
type IdentitiesCreateInput struct {
	Flow string `json:"flow"`
	// The URL to which the issuer has sent the user back, with its query.
	Callback string `json:"callback"`
}

// Create is identities.create. Add an identity to the caller’s account, after the provider has sent
// the user back.
func (c IdentitiesCalls) Create(ctx context.Context, input IdentitiesCreateInput) (Identity, error) {
	return answer[Identity](ctx, c.to, "identities.create", input)
}

// IdentitiesListOutput is the output of identities.list.
type IdentitiesListOutput struct {
	Identities []Identity `json:"identities"`
}

// List is identities.list. List the identities of the caller’s account, the oldest first.
func (c IdentitiesCalls) List(ctx context.Context) (IdentitiesListOutput, error) {
	return answer[IdentitiesListOutput](ctx, c.to, "identities.list", nil)
}

// IdentitiesDeleteInput is the input of identities.delete.
type IdentitiesDeleteInput struct {
	Identity IdentityID `json:"identity"`
}

// Delete is identities.delete. Remove an identity from the caller’s account, except the last way to
// sign in.
func (c IdentitiesCalls) Delete(ctx context.Context, input IdentitiesDeleteInput) error {
	return c.to.call(ctx, "identities.delete", input, nil)
}

// Get is lobby.get. Get the id of the lobby, the public room that exists from the first start on.
func (c LobbyCalls) Get(ctx context.Context) (Lobby, error) {
	return answer[Lobby](ctx, c.to, "lobby.get", nil)
}

// Get is server.get. Get the ways in that the operator allows.
func (c ServerCalls) Get(ctx context.Context) (Server, error) {
	return answer[Server](ctx, c.to, "server.get", nil)
}

// Get is me.get. Get the caller’s own user.
func (c MeCalls) Get(ctx context.Context) (User, error) {
	return answer[User](ctx, c.to, "me.get", nil)
}

// MeUpdateInput is the input of me.update.
type MeUpdateInput struct {
	Name     string            `json:"name,omitempty"`
	Locale   *Change[Locale]   `json:"locale,omitempty"`
	TimeZone *Change[TimeZone] `json:"timeZone,omitempty"`
}

// Update is me.update. Change the caller’s own profile; only guests change their name here, as the
// app names its users.
func (c MeCalls) Update(ctx context.Context, input MeUpdateInput) (User, error) {
	return answer[User](ctx, c.to, "me.update", input)
}

// UsersListInput is the input of users.list.
type UsersListInput struct {
	ID []UserID `json:"id"`
}

// UsersListOutput is the output of users.list.
type UsersListOutput struct {
	Users []User `json:"users"`
}

// List is users.list. Get users by their ids: those who share a room with the caller, and the
// caller.
func (c UsersCalls) List(ctx context.Context, input UsersListInput) (UsersListOutput, error) {
	return answer[UsersListOutput](ctx, c.to, "users.list", input)
}

// UsersUpdateRoleInput is the input of users.updateRole.
type UsersUpdateRoleInput struct {
	User UserID     `json:"user"`
	Role ServerRole `json:"role"`
}

// UpdateRole is users.updateRole. Change a user’s role on the whole server; only administrators
// can.
func (c UsersCalls) UpdateRole(ctx context.Context, input UsersUpdateRoleInput) (User, error) {
	return answer[User](ctx, c.to, "users.updateRole", input)
}

// QuotasGetOutput is the output of quotas.get.
type QuotasGetOutput struct {
	Quotas []Quota `json:"quotas"`
}

// Get is quotas.get. Get the caller’s quotas, and how much of each is used.
func (c QuotasCalls) Get(ctx context.Context) (QuotasGetOutput, error) {
	return answer[QuotasGetOutput](ctx, c.to, "quotas.get", nil)
}

// TicketsCreateOutput is the output of tickets.create.
type TicketsCreateOutput struct {
	Ticket    string    `json:"ticket"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Create is tickets.create. Create a ticket, which opens one socket, event stream or file of an
// export within 30 seconds.
func (c TicketsCalls) Create(ctx context.Context) (TicketsCreateOutput, error) {
	return answer[TicketsCreateOutput](ctx, c.to, "tickets.create", nil)
}

// RoomsCreateInput is the input of rooms.create.
type RoomsCreateInput struct {
	Type     RoomType `json:"type"`
	Name     string   `json:"name,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Data     Data     `json:"data,omitempty"`
	ReadOnly bool     `json:"readOnly,omitempty"`
	// One of "all", "joined".
	History string `json:"history,omitempty"`
	// For open rooms only.
	Entry RoomEntry `json:"entry,omitempty"`
	// The entry question, for open rooms only. An empty question removes it.
	Question string `json:"question,omitempty"`
	// For open rooms only.
	Preview RoomPreview `json:"preview,omitempty"`
	// Slow mode: the seconds that a member waits between two messages. 0 turns it off.
	SlowSeconds *int64 `json:"slowSeconds,omitempty"`
	// After how many seconds messages disappear. 0: they stay.
	RetentionSeconds *int64           `json:"retentionSeconds,omitempty"`
	Features         *FeatureSwitches `json:"features,omitempty"`
	Members          []UserID         `json:"members,omitempty"`
}

// Create is rooms.create. Create a room; a dm of the same two users is always the same room.
func (c RoomsCalls) Create(ctx context.Context, input RoomsCreateInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.create", input)
}

// RoomsListInput is the input of rooms.list.
type RoomsListInput struct {
	Type RoomType `json:"type,omitempty"`
	// Cannot be combined with `type` or `after`.
	ID []RoomID `json:"id,omitempty"`
	// Also list the rooms that the caller has hidden.
	Hidden bool `json:"hidden,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// RoomsListOutput is the output of rooms.list.
type RoomsListOutput struct {
	// In a Room the fields that only a MyRoom has are empty.
	Rooms  []MyRoom `json:"rooms"`
	Cursor Cursor   `json:"cursor"`
	Next   string   `json:"next,omitempty"`
}

// List is rooms.list. List the caller’s rooms, the most recently active first, without hidden ones;
// with `id`, only these; with `type`, the open rooms of this type.
func (c RoomsCalls) List(ctx context.Context, input RoomsListInput) (RoomsListOutput, error) {
	return answer[RoomsListOutput](ctx, c.to, "rooms.list", input)
}

// RoomsGetInput is the input of rooms.get.
type RoomsGetInput struct {
	Room RoomID `json:"room"`
}

// Get is rooms.get. Get a room of the caller, or an open room.
func (c RoomsCalls) Get(ctx context.Context, input RoomsGetInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.get", input)
}

// RoomsUpdateInput is the input of rooms.update.
type RoomsUpdateInput struct {
	Room     RoomID  `json:"room"`
	Name     string  `json:"name,omitempty"`
	Archived *bool   `json:"archived,omitempty"`
	Topic    *string `json:"topic,omitempty"`
	Data     Data    `json:"data,omitempty"`
	ReadOnly *bool   `json:"readOnly,omitempty"`
	// One of "all", "joined".
	History string `json:"history,omitempty"`
	// For open rooms only.
	Entry RoomEntry `json:"entry,omitempty"`
	// The entry question, for open rooms only. An empty question removes it.
	Question *string `json:"question,omitempty"`
	// For open rooms only.
	Preview RoomPreview `json:"preview,omitempty"`
	// Slow mode: the seconds that a member waits between two messages. 0 turns it off.
	SlowSeconds *int64 `json:"slowSeconds,omitempty"`
	// After how many seconds messages disappear. 0: they stay.
	RetentionSeconds *int64           `json:"retentionSeconds,omitempty"`
	Features         *FeatureSwitches `json:"features,omitempty"`
}

// Update is rooms.update. Change a room: only the given fields change; an empty topic removes the
// topic.
func (c RoomsCalls) Update(ctx context.Context, input RoomsUpdateInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.update", input)
}

// RoomsDeleteInput is the input of rooms.delete.
type RoomsDeleteInput struct {
	Room RoomID `json:"room"`
}

// Delete is rooms.delete. Delete a room and all its messages.
func (c RoomsCalls) Delete(ctx context.Context, input RoomsDeleteInput) error {
	return c.to.call(ctx, "rooms.delete", input, nil)
}

// MembersListInput is the input of members.list.
type MembersListInput struct {
	Room  RoomID `json:"room"`
	After UserID `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// MembersListOutput is the output of members.list.
type MembersListOutput struct {
	Members []Member `json:"members"`
}

// List is members.list. List the members of a room, by id; the next page is `after` the last id.
func (c MembersCalls) List(ctx context.Context, input MembersListInput) (MembersListOutput, error) {
	return answer[MembersListOutput](ctx, c.to, "members.list", input)
}

// MembersJoinInput is the input of members.join.
type MembersJoinInput struct {
	Room RoomID `json:"room"`
}

// Join is members.join. Join a public or announcement room.
func (c MembersCalls) Join(ctx context.Context, input MembersJoinInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.join", input)
}

// MembersLeaveInput is the input of members.leave.
type MembersLeaveInput struct {
	Room RoomID `json:"room"`
}

// Leave is members.leave. Leave a room.
func (c MembersCalls) Leave(ctx context.Context, input MembersLeaveInput) error {
	return c.to.call(ctx, "members.leave", input, nil)
}

// MembersAddInput is the input of members.add.
type MembersAddInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
}

// Add is members.add. Add a user to a room.
func (c MembersCalls) Add(ctx context.Context, input MembersAddInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.add", input)
}

// MembersUpdateInput is the input of members.update.
type MembersUpdateInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
	Role Role   `json:"role"`
}

// Update is members.update. Change the role of a member.
func (c MembersCalls) Update(ctx context.Context, input MembersUpdateInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.update", input)
}

// MembersRemoveInput is the input of members.remove.
type MembersRemoveInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
}

// Remove is members.remove. Remove a member from a room.
func (c MembersCalls) Remove(ctx context.Context, input MembersRemoveInput) error {
	return c.to.call(ctx, "members.remove", input, nil)
}

// MessagesSendInput is the input of messages.send.
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
	// After how many seconds the message disappears; sooner if the room says so.
	ExpiresIn int64 `json:"expiresIn,omitempty"`
}

// Send is messages.send. Send a message; the same clientId returns the same message.
func (c MessagesCalls) Send(ctx context.Context, input MessagesSendInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.send", input)
}

// MessagesGetInput is the input of messages.get.
type MessagesGetInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Get is messages.get. Get a message.
func (c MessagesCalls) Get(ctx context.Context, input MessagesGetInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.get", input)
}

// MessagesFindInput is the input of messages.find.
type MessagesFindInput struct {
	Message MessageID `json:"message"`
}

// Find is messages.find. Get a message from any room of the caller, by its id alone.
func (c MessagesCalls) Find(ctx context.Context, input MessagesFindInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.find", input)
}

// MessagesUpdateInput is the input of messages.update.
type MessagesUpdateInput struct {
	Room     RoomID    `json:"room"`
	Message  MessageID `json:"message"`
	Text     string    `json:"text,omitempty"`
	Data     Data      `json:"data,omitempty"`
	Mentions *Mentions `json:"mentions,omitempty"`
	Version  int64     `json:"version,omitempty"`
}

// Update is messages.update. Edit a message of the caller; with `version`, only if it is still that
// version.
func (c MessagesCalls) Update(ctx context.Context, input MessagesUpdateInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.update", input)
}

// MessagesDeleteInput is the input of messages.delete.
type MessagesDeleteInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Delete is messages.delete. Delete a message; its id and seq stay, and its text is erased.
func (c MessagesCalls) Delete(ctx context.Context, input MessagesDeleteInput) error {
	return c.to.call(ctx, "messages.delete", input, nil)
}

// MessagesDeleteAllInput is the input of messages.deleteAll.
type MessagesDeleteAllInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
}

// DeleteAll is messages.deleteAll. Delete all messages of a member or former member in a room. A
// job begins at once; each deletion is an event.
func (c MessagesCalls) DeleteAll(ctx context.Context, input MessagesDeleteAllInput) error {
	return c.to.call(ctx, "messages.deleteAll", input, nil)
}

// ServerMessagesDeleteAllInput is the input of serverMessages.deleteAll.
type ServerMessagesDeleteAllInput struct {
	User UserID `json:"user"`
}

// DeleteAll is serverMessages.deleteAll. Delete all messages of a user in all rooms. A job begins
// at once; each deletion is an event.
func (c ServerMessagesCalls) DeleteAll(ctx context.Context, input ServerMessagesDeleteAllInput) error {
	return c.to.call(ctx, "serverMessages.deleteAll", input, nil)
}

// MessagesRestoreInput is the input of messages.restore.
type MessagesRestoreInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Restore is messages.restore. Restore a message that the caller deleted, within a minute.
func (c MessagesCalls) Restore(ctx context.Context, input MessagesRestoreInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.restore", input)
}

// MessagesListVersionsInput is the input of messages.listVersions.
type MessagesListVersionsInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	After   *int64    `json:"after,omitempty"`
	Limit   int64     `json:"limit,omitempty"`
}

// MessagesListVersionsOutput is the output of messages.listVersions.
type MessagesListVersionsOutput struct {
	Versions []Version `json:"versions"`
}

// ListVersions is messages.listVersions. List the earlier versions of a message, oldest first; the
// next page is `after` a version.
func (c MessagesCalls) ListVersions(ctx context.Context, input MessagesListVersionsInput) (MessagesListVersionsOutput, error) {
	return answer[MessagesListVersionsOutput](ctx, c.to, "messages.listVersions", input)
}

// MessagesListInput is the input of messages.list.
type MessagesListInput struct {
	Room RoomID `json:"room"`
	// Use at most one of `before`, `after` and `around`.
	Before int64 `json:"before,omitempty"`
	// Use at most one of `before`, `after` and `around`.
	After *int64 `json:"after,omitempty"`
	// Use at most one of `before`, `after` and `around`.
	Around int64     `json:"around,omitempty"`
	Thread MessageID `json:"thread,omitempty"`
	Limit  int64     `json:"limit,omitempty"`
}

// MessagesListOutput is the output of messages.list.
type MessagesListOutput struct {
	Messages []Message `json:"messages"`
	Seq      int64     `json:"seq"`
	Cursor   Cursor    `json:"cursor"`
}

// List is messages.list. List a page of messages, oldest first: the latest, or those before, after
// or around a seq.
func (c MessagesCalls) List(ctx context.Context, input MessagesListInput) (MessagesListOutput, error) {
	return answer[MessagesListOutput](ctx, c.to, "messages.list", input)
}

// MessagesListUnreadInput is the input of messages.listUnread.
type MessagesListUnreadInput struct {
	Room  RoomID `json:"room"`
	After *int64 `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// MessagesListUnreadOutput is the output of messages.listUnread.
type MessagesListUnreadOutput struct {
	Messages []Message `json:"messages"`
	Seq      int64     `json:"seq"`
	Cursor   Cursor    `json:"cursor"`
}

// ListUnread is messages.listUnread. List the unread messages of a room, oldest first; the next
// page is `after` the last seq.
func (c MessagesCalls) ListUnread(ctx context.Context, input MessagesListUnreadInput) (MessagesListUnreadOutput, error) {
	return answer[MessagesListUnreadOutput](ctx, c.to, "messages.listUnread", input)
}

// MessagesSearchInput is the input of messages.search.
type MessagesSearchInput struct {
	Q string `json:"q"`
	// One of "date", "rank".
	Order string `json:"order,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// MessagesSearchOutput is the output of messages.search.
type MessagesSearchOutput struct {
	Found []SearchHit `json:"found"`
	Next  string      `json:"next,omitempty"`
}

// Search is messages.search. Search the messages that the caller may see, by words, "phrases",
// from:, in:, before: and after:.
func (c MessagesCalls) Search(ctx context.Context, input MessagesSearchInput) (MessagesSearchOutput, error) {
	return answer[MessagesSearchOutput](ctx, c.to, "messages.search", input)
}

// ReceiptsMarkReadInput is the input of receipts.markRead.
type ReceiptsMarkReadInput struct {
	Room RoomID `json:"room"`
	Seq  int64  `json:"seq"`
}

// ReceiptsMarkReadOutput is the output of receipts.markRead.
type ReceiptsMarkReadOutput struct {
	ReadSeq int64 `json:"readSeq"`
	Unread  int64 `json:"unread"`
}

// MarkRead is receipts.markRead. Mark a room as read up to a seq.
func (c ReceiptsCalls) MarkRead(ctx context.Context, input ReceiptsMarkReadInput) (ReceiptsMarkReadOutput, error) {
	return answer[ReceiptsMarkReadOutput](ctx, c.to, "receipts.markRead", input)
}

// ReceiptsMarkAllReadOutput is the output of receipts.markAllRead.
type ReceiptsMarkAllReadOutput struct {
	Rooms int64 `json:"rooms"`
}

// MarkAllRead is receipts.markAllRead. Mark all rooms of the caller as read; the answer is the
// number of rooms that had something unread.
func (c ReceiptsCalls) MarkAllRead(ctx context.Context) (ReceiptsMarkAllReadOutput, error) {
	return answer[ReceiptsMarkAllReadOutput](ctx, c.to, "receipts.markAllRead", nil)
}

// ReceiptsMarkUnreadInput is the input of receipts.markUnread.
type ReceiptsMarkUnreadInput struct {
	Room RoomID `json:"room"`
	Seq  int64  `json:"seq"`
}

// ReceiptsMarkUnreadOutput is the output of receipts.markUnread.
type ReceiptsMarkUnreadOutput struct {
	UnreadFrom int64 `json:"unreadFrom"`
	Unread     int64 `json:"unread"`
}

// MarkUnread is receipts.markUnread. Mark a room as unread from a seq on, for the caller only,
// until the next read.
func (c ReceiptsCalls) MarkUnread(ctx context.Context, input ReceiptsMarkUnreadInput) (ReceiptsMarkUnreadOutput, error) {
	return answer[ReceiptsMarkUnreadOutput](ctx, c.to, "receipts.markUnread", input)
}

// ReceiptsMarkDeliveredInput is the input of receipts.markDelivered.
type ReceiptsMarkDeliveredInput struct {
	Room RoomID `json:"room"`
	Seq  int64  `json:"seq"`
}

// ReceiptsMarkDeliveredOutput is the output of receipts.markDelivered.
type ReceiptsMarkDeliveredOutput struct {
	DeliveredSeq int64 `json:"deliveredSeq"`
}

// MarkDelivered is receipts.markDelivered. Mark a room as delivered up to a seq.
func (c ReceiptsCalls) MarkDelivered(ctx context.Context, input ReceiptsMarkDeliveredInput) (ReceiptsMarkDeliveredOutput, error) {
	return answer[ReceiptsMarkDeliveredOutput](ctx, c.to, "receipts.markDelivered", input)
}

// ReceiptsListInput is the input of receipts.list.
type ReceiptsListInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	After   UserID    `json:"after,omitempty"`
	Limit   int64     `json:"limit,omitempty"`
}

// ReceiptsListOutput is the output of receipts.list.
type ReceiptsListOutput struct {
	Seen []ReadReceipt `json:"seen"`
}

// List is receipts.list. List the members who have read a message, and when.
func (c ReceiptsCalls) List(ctx context.Context, input ReceiptsListInput) (ReceiptsListOutput, error) {
	return answer[ReceiptsListOutput](ctx, c.to, "receipts.list", input)
}

// ReceiptsMarkThreadReadInput is the input of receipts.markThreadRead.
type ReceiptsMarkThreadReadInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	Seq     int64     `json:"seq"`
}

// ReceiptsMarkThreadReadOutput is the output of receipts.markThreadRead.
type ReceiptsMarkThreadReadOutput struct {
	ReadSeq int64 `json:"readSeq"`
	Unread  int64 `json:"unread"`
}

// MarkThreadRead is receipts.markThreadRead. Mark a thread as read up to a seq.
func (c ReceiptsCalls) MarkThreadRead(ctx context.Context, input ReceiptsMarkThreadReadInput) (ReceiptsMarkThreadReadOutput, error) {
	return answer[ReceiptsMarkThreadReadOutput](ctx, c.to, "receipts.markThreadRead", input)
}

// ThreadsListInput is the input of threads.list.
type ThreadsListInput struct {
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// ThreadsListOutput is the output of threads.list.
type ThreadsListOutput struct {
	Threads []Thread `json:"threads"`
	Next    string   `json:"next,omitempty"`
}

// List is threads.list. List the threads that the caller follows, the most recently active first.
func (c ThreadsCalls) List(ctx context.Context, input ThreadsListInput) (ThreadsListOutput, error) {
	return answer[ThreadsListOutput](ctx, c.to, "threads.list", input)
}

// ThreadsGetInput is the input of threads.get.
type ThreadsGetInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Get is threads.get. Get a thread by its root message.
func (c ThreadsCalls) Get(ctx context.Context, input ThreadsGetInput) (Thread, error) {
	return answer[Thread](ctx, c.to, "threads.get", input)
}

// ThreadsFollowInput is the input of threads.follow.
type ThreadsFollowInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Follow is threads.follow. Follow a thread.
func (c ThreadsCalls) Follow(ctx context.Context, input ThreadsFollowInput) (Thread, error) {
	return answer[Thread](ctx, c.to, "threads.follow", input)
}

// ThreadsUnfollowInput is the input of threads.unfollow.
type ThreadsUnfollowInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Unfollow is threads.unfollow. Unfollow a thread.
func (c ThreadsCalls) Unfollow(ctx context.Context, input ThreadsUnfollowInput) error {
	return c.to.call(ctx, "threads.unfollow", input, nil)
}

// ReactionsAddInput is the input of reactions.add.
type ReactionsAddInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	// One emoji (of Unicode’s RGI set), or a `:name:` that the app defines.
	Emoji string `json:"emoji"`
}

// Add is reactions.add. Add a reaction to a message; repeating it changes nothing.
func (c ReactionsCalls) Add(ctx context.Context, input ReactionsAddInput) (Message, error) {
	return answer[Message](ctx, c.to, "reactions.add", input)
}

// ReactionsRemoveInput is the input of reactions.remove.
type ReactionsRemoveInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	// One emoji (of Unicode’s RGI set), or a `:name:` that the app defines.
	Emoji string `json:"emoji"`
}

// Remove is reactions.remove. Remove a reaction of the caller.
func (c ReactionsCalls) Remove(ctx context.Context, input ReactionsRemoveInput) error {
	return c.to.call(ctx, "reactions.remove", input, nil)
}

// ReactionsListInput is the input of reactions.list.
type ReactionsListInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
	// One emoji (of Unicode’s RGI set), or a `:name:` that the app defines.
	Emoji string `json:"emoji,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// ReactionsListOutput is the output of reactions.list.
type ReactionsListOutput struct {
	Reactions []Reaction `json:"reactions"`
	Next      string     `json:"next,omitempty"`
}

// List is reactions.list. List the reactions to a message, by emoji and user; the next page is
// `after` the `next` of this one.
func (c ReactionsCalls) List(ctx context.Context, input ReactionsListInput) (ReactionsListOutput, error) {
	return answer[ReactionsListOutput](ctx, c.to, "reactions.list", input)
}

// MentionsListInput is the input of mentions.list.
type MentionsListInput struct {
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// MentionsListOutput is the output of mentions.list.
type MentionsListOutput struct {
	Mentions []Mention `json:"mentions"`
	Next     string    `json:"next,omitempty"`
}

// List is mentions.list. List the messages that mention the caller, the latest first.
func (c MentionsCalls) List(ctx context.Context, input MentionsListInput) (MentionsListOutput, error) {
	return answer[MentionsListOutput](ctx, c.to, "mentions.list", input)
}

// PinsListInput is the input of pins.list.
type PinsListInput struct {
	Room RoomID `json:"room"`
}

// PinsListOutput is the output of pins.list.
type PinsListOutput struct {
	Messages []Message `json:"messages"`
}

// List is pins.list. List the pinned messages of a room, the latest pinned first.
func (c PinsCalls) List(ctx context.Context, input PinsListInput) (PinsListOutput, error) {
	return answer[PinsListOutput](ctx, c.to, "pins.list", input)
}

// PinsAddInput is the input of pins.add.
type PinsAddInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Add is pins.add. Pin a message.
func (c PinsCalls) Add(ctx context.Context, input PinsAddInput) (Message, error) {
	return answer[Message](ctx, c.to, "pins.add", input)
}

// PinsRemoveInput is the input of pins.remove.
type PinsRemoveInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Remove is pins.remove. Unpin a message.
func (c PinsCalls) Remove(ctx context.Context, input PinsRemoveInput) error {
	return c.to.call(ctx, "pins.remove", input, nil)
}

// PermissionsExplainInput is the input of permissions.explain.
type PermissionsExplainInput struct {
	// The name of a command, such as `messages.send`.
	Command     string        `json:"command"`
	Room        RoomID        `json:"room,omitempty"`
	Message     MessageID     `json:"message,omitempty"`
	Invitation  InvitationID  `json:"invitation,omitempty"`
	JoinRequest JoinRequestID `json:"joinRequest,omitempty"`
	Request     RequestID     `json:"request,omitempty"`
	Report      ReportID      `json:"report,omitempty"`
	Session     SessionID     `json:"session,omitempty"`
	Identity    IdentityID    `json:"identity,omitempty"`
	Passkey     PasskeyID     `json:"passkey,omitempty"`
	Link        LinkID        `json:"link,omitempty"`
	WordList    WordListID    `json:"wordList,omitempty"`
	// The user on whom the command acts.
	Member UserID `json:"member,omitempty"`
	// The role that the command would give.
	Role Role   `json:"role,omitempty"`
	User UserID `json:"user,omitempty"`
}

// Explain is permissions.explain. Explain why the caller may use a command or may not; the staff
// can ask about another `user`.
func (c PermissionsCalls) Explain(ctx context.Context, input PermissionsExplainInput) (Explanation, error) {
	return answer[Explanation](ctx, c.to, "permissions.explain", input)
}

// PreferencesUpdateInput is the input of preferences.update.
type PreferencesUpdateInput struct {
	Room       RoomID             `json:"room"`
	Notify     NotifyLevel        `json:"notify,omitempty"`
	MutedUntil *Change[time.Time] `json:"mutedUntil,omitempty"`
	Favourite  *bool              `json:"favourite,omitempty"`
	Position   *Change[int64]     `json:"position,omitempty"`
	// One of "public", "private".
	Receipts  string         `json:"receipts,omitempty"`
	HiddenSeq *Change[int64] `json:"hiddenSeq,omitempty"`
}

// Update is preferences.update. Change the caller’s preferences for a room: only the given fields
// change, and null removes one.
func (c PreferencesCalls) Update(ctx context.Context, input PreferencesUpdateInput) (Preferences, error) {
	return answer[Preferences](ctx, c.to, "preferences.update", input)
}

// InvitationsCreateInput is the input of invitations.create.
type InvitationsCreateInput struct {
	Room RoomID `json:"room"`
	// Cannot be combined with `maxUses`.
	User    UserID `json:"user,omitempty"`
	MaxUses int64  `json:"maxUses,omitempty"`
	Seconds int64  `json:"seconds,omitempty"`
}

// InvitationsCreateOutput is the output of invitations.create.
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

// Create is invitations.create. Invite one user to a room, or create a code for it. Only this
// answer contains the code.
func (c InvitationsCalls) Create(ctx context.Context, input InvitationsCreateInput) (InvitationsCreateOutput, error) {
	return answer[InvitationsCreateOutput](ctx, c.to, "invitations.create", input)
}

// InvitationsListInput is the input of invitations.list.
type InvitationsListInput struct {
	Room RoomID `json:"room"`
}

// InvitationsListOutput is the output of invitations.list.
type InvitationsListOutput struct {
	Invitations []Invitation `json:"invitations"`
}

// List is invitations.list. List the invitations to a room.
func (c InvitationsCalls) List(ctx context.Context, input InvitationsListInput) (InvitationsListOutput, error) {
	return answer[InvitationsListOutput](ctx, c.to, "invitations.list", input)
}

// InvitationsListMineOutput is the output of invitations.listMine.
type InvitationsListMineOutput struct {
	Invitations []Invitation `json:"invitations"`
}

// ListMine is invitations.listMine. List the invitations for the caller, of more than 100 the
// newest.
func (c InvitationsCalls) ListMine(ctx context.Context) (InvitationsListMineOutput, error) {
	return answer[InvitationsListMineOutput](ctx, c.to, "invitations.listMine", nil)
}

// InvitationsGetInput is the input of invitations.get.
type InvitationsGetInput struct {
	Invitation InvitationID `json:"invitation"`
}

// Get is invitations.get. Get an invitation for the caller, or one to a room in whose staff the
// caller is.
func (c InvitationsCalls) Get(ctx context.Context, input InvitationsGetInput) (Invitation, error) {
	return answer[Invitation](ctx, c.to, "invitations.get", input)
}

// InvitationsAcceptInput is the input of invitations.accept.
type InvitationsAcceptInput struct {
	Code       string       `json:"code,omitempty"`
	Invitation InvitationID `json:"invitation,omitempty"`
}

// InvitationsAcceptOutput is the output of invitations.accept.
type InvitationsAcceptOutput struct {
	Room   Room   `json:"room"`
	Member Member `json:"member"`
}

// Accept is invitations.accept. Join a room by a code, or by an invitation for the caller;
// repeating it changes nothing.
func (c InvitationsCalls) Accept(ctx context.Context, input InvitationsAcceptInput) (InvitationsAcceptOutput, error) {
	return answer[InvitationsAcceptOutput](ctx, c.to, "invitations.accept", input)
}

// InvitationsDeleteInput is the input of invitations.delete.
type InvitationsDeleteInput struct {
	Invitation InvitationID `json:"invitation"`
}

// Delete is invitations.delete. Delete an invitation, as the staff of the room, or decline one for
// the caller.
func (c InvitationsCalls) Delete(ctx context.Context, input InvitationsDeleteInput) error {
	return c.to.call(ctx, "invitations.delete", input, nil)
}

// JoinRequestsCreateInput is the input of joinRequests.create.
type JoinRequestsCreateInput struct {
	Room RoomID `json:"room"`
	// The answer to the `question` of the room, if it has one.
	Answer string `json:"answer,omitempty"`
}

// Create is joinRequests.create. Ask to join a room with the entry `request`; the same request is
// returned until it has ended.
func (c JoinRequestsCalls) Create(ctx context.Context, input JoinRequestsCreateInput) (JoinRequest, error) {
	return answer[JoinRequest](ctx, c.to, "joinRequests.create", input)
}

// JoinRequestsListInput is the input of joinRequests.list.
type JoinRequestsListInput struct {
	Room RoomID `json:"room"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// JoinRequestsListOutput is the output of joinRequests.list.
type JoinRequestsListOutput struct {
	JoinRequests []JoinRequest `json:"joinRequests"`
	Next         string        `json:"next,omitempty"`
}

// List is joinRequests.list. List the requests to join a room that wait for an answer, the oldest
// first.
func (c JoinRequestsCalls) List(ctx context.Context, input JoinRequestsListInput) (JoinRequestsListOutput, error) {
	return answer[JoinRequestsListOutput](ctx, c.to, "joinRequests.list", input)
}

// JoinRequestsGetInput is the input of joinRequests.get.
type JoinRequestsGetInput struct {
	JoinRequest JoinRequestID `json:"joinRequest"`
}

// Get is joinRequests.get. Get a join request of the caller, or one to a room in whose staff the
// caller is.
func (c JoinRequestsCalls) Get(ctx context.Context, input JoinRequestsGetInput) (JoinRequest, error) {
	return answer[JoinRequest](ctx, c.to, "joinRequests.get", input)
}

// JoinRequestsListMineOutput is the output of joinRequests.listMine.
type JoinRequestsListMineOutput struct {
	JoinRequests []JoinRequest `json:"joinRequests"`
}

// ListMine is joinRequests.listMine. List the caller’s join requests that wait for an answer, the
// oldest first.
func (c JoinRequestsCalls) ListMine(ctx context.Context) (JoinRequestsListMineOutput, error) {
	return answer[JoinRequestsListMineOutput](ctx, c.to, "joinRequests.listMine", nil)
}

// JoinRequestsAcceptInput is the input of joinRequests.accept.
type JoinRequestsAcceptInput struct {
	JoinRequest JoinRequestID `json:"joinRequest"`
}

// Accept is joinRequests.accept. Accept a join request: its user becomes a member of the room.
func (c JoinRequestsCalls) Accept(ctx context.Context, input JoinRequestsAcceptInput) (Member, error) {
	return answer[Member](ctx, c.to, "joinRequests.accept", input)
}

// JoinRequestsDeclineInput is the input of joinRequests.decline.
type JoinRequestsDeclineInput struct {
	JoinRequest JoinRequestID `json:"joinRequest"`
	ForGood     bool          `json:"forGood,omitempty"`
}

// Decline is joinRequests.decline. Decline a join request; with `forGood`, the user cannot send
// another one to this room.
func (c JoinRequestsCalls) Decline(ctx context.Context, input JoinRequestsDeclineInput) error {
	return c.to.call(ctx, "joinRequests.decline", input, nil)
}

// JoinRequestsDeleteInput is the input of joinRequests.delete.
type JoinRequestsDeleteInput struct {
	JoinRequest JoinRequestID `json:"joinRequest"`
}

// Delete is joinRequests.delete. Withdraw a join request of the caller.
func (c JoinRequestsCalls) Delete(ctx context.Context, input JoinRequestsDeleteInput) error {
	return c.to.call(ctx, "joinRequests.delete", input, nil)
}

// BlocksCreateInput is the input of blocks.create.
type BlocksCreateInput struct {
	User UserID `json:"user"`
}

// Create is blocks.create. Block a user: what they write in the dm, their requests, invitations,
// mentions, typing and presence do not reach the caller. They do not learn of it.
func (c BlocksCalls) Create(ctx context.Context, input BlocksCreateInput) (Block, error) {
	return answer[Block](ctx, c.to, "blocks.create", input)
}

// BlocksDeleteInput is the input of blocks.delete.
type BlocksDeleteInput struct {
	User UserID `json:"user"`
}

// Delete is blocks.delete. Unblock a user; what they wrote meanwhile stays hidden.
func (c BlocksCalls) Delete(ctx context.Context, input BlocksDeleteInput) error {
	return c.to.call(ctx, "blocks.delete", input, nil)
}

// BlocksListOutput is the output of blocks.list.
type BlocksListOutput struct {
	Blocks []Block `json:"blocks"`
}

// List is blocks.list. List the users whom the caller has blocked, the latest first.
func (c BlocksCalls) List(ctx context.Context) (BlocksListOutput, error) {
	return answer[BlocksListOutput](ctx, c.to, "blocks.list", nil)
}

// SanctionsCreateInput is the input of sanctions.create.
type SanctionsCreateInput struct {
	Room RoomID       `json:"room"`
	Kind SanctionKind `json:"kind"`
	User UserID       `json:"user"`
	// When it ends; in the future.
	Until  *time.Time `json:"until,omitempty"`
	Reason string     `json:"reason,omitempty"`
}

// Create is sanctions.create. Ban a user from a room, member or not, or mute a member. It takes the
// place of an earlier one of this kind.
func (c SanctionsCalls) Create(ctx context.Context, input SanctionsCreateInput) (Sanction, error) {
	return answer[Sanction](ctx, c.to, "sanctions.create", input)
}

// SanctionsListInput is the input of sanctions.list.
type SanctionsListInput struct {
	Room RoomID `json:"room"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// SanctionsListOutput is the output of sanctions.list.
type SanctionsListOutput struct {
	Sanctions []Sanction `json:"sanctions"`
	Next      string     `json:"next,omitempty"`
}

// List is sanctions.list. List the bans and mutes of a room that are in force, the latest first.
func (c SanctionsCalls) List(ctx context.Context, input SanctionsListInput) (SanctionsListOutput, error) {
	return answer[SanctionsListOutput](ctx, c.to, "sanctions.list", input)
}

// SanctionsDeleteInput is the input of sanctions.delete.
type SanctionsDeleteInput struct {
	Room     RoomID     `json:"room"`
	Sanction SanctionID `json:"sanction"`
}

// Delete is sanctions.delete. Lift a ban or mute of a room.
func (c SanctionsCalls) Delete(ctx context.Context, input SanctionsDeleteInput) error {
	return c.to.call(ctx, "sanctions.delete", input, nil)
}

// SanctionsAnswerAppealInput is the input of sanctions.answerAppeal.
type SanctionsAnswerAppealInput struct {
	Room     RoomID        `json:"room"`
	Sanction SanctionID    `json:"sanction"`
	Outcome  AppealOutcome `json:"outcome"`
	Note     string        `json:"note,omitempty"`
}

// AnswerAppeal is sanctions.answerAppeal. Answer an appeal against a ban or mute of a room.
func (c SanctionsCalls) AnswerAppeal(ctx context.Context, input SanctionsAnswerAppealInput) (Sanction, error) {
	return answer[Sanction](ctx, c.to, "sanctions.answerAppeal", input)
}

// SanctionsListMineInput is the input of sanctions.listMine.
type SanctionsListMineInput struct {
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// SanctionsListMineOutput is the output of sanctions.listMine.
type SanctionsListMineOutput struct {
	Sanctions []Sanction `json:"sanctions"`
	Next      string     `json:"next,omitempty"`
}

// ListMine is sanctions.listMine. List the bans and mutes of the caller that are in force, the
// latest first.
func (c SanctionsCalls) ListMine(ctx context.Context, input SanctionsListMineInput) (SanctionsListMineOutput, error) {
	return answer[SanctionsListMineOutput](ctx, c.to, "sanctions.listMine", input)
}

// SanctionsAppealInput is the input of sanctions.appeal.
type SanctionsAppealInput struct {
	Sanction SanctionID `json:"sanction"`
	Text     string     `json:"text"`
}

// Appeal is sanctions.appeal. Appeal against a ban or mute of the caller, once.
func (c SanctionsCalls) Appeal(ctx context.Context, input SanctionsAppealInput) (Sanction, error) {
	return answer[Sanction](ctx, c.to, "sanctions.appeal", input)
}

// ServerSanctionsCreateInput is the input of serverSanctions.create.
type ServerSanctionsCreateInput struct {
	Kind SanctionKind `json:"kind"`
	User UserID       `json:"user,omitempty"`
	// A network, such as 192.0.2.0/24, or an address: for bans only, in place of `user`.
	Addresses string `json:"addresses,omitempty"`
	// When it ends; in the future.
	Until  *time.Time `json:"until,omitempty"`
	Reason string     `json:"reason,omitempty"`
}

// Create is serverSanctions.create. Ban a user or, as an administrator, a network from the whole
// server, or mute or shadow-ban a user everywhere. It takes the place of an earlier one of this
// kind.
func (c ServerSanctionsCalls) Create(ctx context.Context, input ServerSanctionsCreateInput) (Sanction, error) {
	return answer[Sanction](ctx, c.to, "serverSanctions.create", input)
}

// ServerSanctionsListInput is the input of serverSanctions.list.
type ServerSanctionsListInput struct {
	User UserID `json:"user,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// ServerSanctionsListOutput is the output of serverSanctions.list.
type ServerSanctionsListOutput struct {
	Sanctions []Sanction `json:"sanctions"`
	Next      string     `json:"next,omitempty"`
}

// List is serverSanctions.list. List the bans and mutes of the whole server that are in force, the
// latest first.
func (c ServerSanctionsCalls) List(ctx context.Context, input ServerSanctionsListInput) (ServerSanctionsListOutput, error) {
	return answer[ServerSanctionsListOutput](ctx, c.to, "serverSanctions.list", input)
}

// ServerSanctionsDeleteInput is the input of serverSanctions.delete.
type ServerSanctionsDeleteInput struct {
	Sanction SanctionID `json:"sanction"`
}

// Delete is serverSanctions.delete. Lift a ban or mute of the whole server.
func (c ServerSanctionsCalls) Delete(ctx context.Context, input ServerSanctionsDeleteInput) error {
	return c.to.call(ctx, "serverSanctions.delete", input, nil)
}

// ServerSanctionsAnswerAppealInput is the input of serverSanctions.answerAppeal.
type ServerSanctionsAnswerAppealInput struct {
	Sanction SanctionID    `json:"sanction"`
	Outcome  AppealOutcome `json:"outcome"`
	Note     string        `json:"note,omitempty"`
}

// AnswerAppeal is serverSanctions.answerAppeal. Answer an appeal against a ban or mute of the whole
// server.
func (c ServerSanctionsCalls) AnswerAppeal(ctx context.Context, input ServerSanctionsAnswerAppealInput) (Sanction, error) {
	return answer[Sanction](ctx, c.to, "serverSanctions.answerAppeal", input)
}

// ErasuresCreateInput is the input of erasures.create.
type ErasuresCreateInput struct {
	// One of "keep", "delete".
	Messages string `json:"messages"`
	Password string `json:"password,omitempty"`
}

// Create is erasures.create. Erase the caller permanently, with or without the messages. A user
// with an account proves who they are as in accounts.delete.
func (c ErasuresCalls) Create(ctx context.Context, input ErasuresCreateInput) (Erasure, error) {
	return answer[Erasure](ctx, c.to, "erasures.create", input)
}

// Create is exports.create. Copy all data of the caller into a ZIP file, in the background.
// Repeated while it runs, it answers the same export. A new one removes the file of the last one.
func (c ExportsCalls) Create(ctx context.Context) (Export, error) {
	return answer[Export](ctx, c.to, "exports.create", nil)
}

// ExportsListOutput is the output of exports.list.
type ExportsListOutput struct {
	Exports []Export `json:"exports"`
}

// List is exports.list. List the last 10 exports of the caller, the latest first.
func (c ExportsCalls) List(ctx context.Context) (ExportsListOutput, error) {
	return answer[ExportsListOutput](ctx, c.to, "exports.list", nil)
}

// LegalHoldsCreateInput is the input of legalHolds.create.
type LegalHoldsCreateInput struct {
	// Whose data are kept; or `room`.
	User   UserID `json:"user,omitempty"`
	Room   RoomID `json:"room,omitempty"`
	Reason string `json:"reason"`
}

// Create is legalHolds.create. Put a user or a room under a legal hold: nothing of it is erased
// until the hold is lifted.
func (c LegalHoldsCalls) Create(ctx context.Context, input LegalHoldsCreateInput) (LegalHold, error) {
	return answer[LegalHold](ctx, c.to, "legalHolds.create", input)
}

// LegalHoldsListInput is the input of legalHolds.list.
type LegalHoldsListInput struct {
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// LegalHoldsListOutput is the output of legalHolds.list.
type LegalHoldsListOutput struct {
	LegalHolds []LegalHold `json:"legalHolds"`
	Next       string      `json:"next,omitempty"`
}

// List is legalHolds.list. List the legal holds that are in force, the latest first.
func (c LegalHoldsCalls) List(ctx context.Context, input LegalHoldsListInput) (LegalHoldsListOutput, error) {
	return answer[LegalHoldsListOutput](ctx, c.to, "legalHolds.list", input)
}

// LegalHoldsDeleteInput is the input of legalHolds.delete.
type LegalHoldsDeleteInput struct {
	LegalHold LegalHoldID `json:"legalHold"`
}

// Delete is legalHolds.delete. Lift a legal hold. The erasures that have waited for it go on.
func (c LegalHoldsCalls) Delete(ctx context.Context, input LegalHoldsDeleteInput) error {
	return c.to.call(ctx, "legalHolds.delete", input, nil)
}

// RequestsCreateInput is the input of requests.create.
type RequestsCreateInput struct {
	User UserID `json:"user"`
	Text string `json:"text,omitempty"`
}

// Create is requests.create. Ask a user to talk to the caller; the answer is the same whether or
// not the user exists. A pending request to the same user is returned unchanged.
func (c RequestsCalls) Create(ctx context.Context, input RequestsCreateInput) (ContactRequest, error) {
	return answer[ContactRequest](ctx, c.to, "requests.create", input)
}

// RequestsListInput is the input of requests.list.
type RequestsListInput struct {
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// RequestsListOutput is the output of requests.list.
type RequestsListOutput struct {
	Requests []ContactRequest `json:"requests"`
	Next     string           `json:"next,omitempty"`
}

// List is requests.list. List the pending requests to the caller, the latest first.
func (c RequestsCalls) List(ctx context.Context, input RequestsListInput) (RequestsListOutput, error) {
	return answer[RequestsListOutput](ctx, c.to, "requests.list", input)
}

// RequestsListSentInput is the input of requests.listSent.
type RequestsListSentInput struct {
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// RequestsListSentOutput is the output of requests.listSent.
type RequestsListSentOutput struct {
	Requests []ContactRequest `json:"requests"`
	Next     string           `json:"next,omitempty"`
}

// ListSent is requests.listSent. List the pending requests of the caller, the latest first.
func (c RequestsCalls) ListSent(ctx context.Context, input RequestsListSentInput) (RequestsListSentOutput, error) {
	return answer[RequestsListSentOutput](ctx, c.to, "requests.listSent", input)
}

// RequestsGetInput is the input of requests.get.
type RequestsGetInput struct {
	Request RequestID `json:"request"`
}

// Get is requests.get. Get a pending request to the caller, or of the caller.
func (c RequestsCalls) Get(ctx context.Context, input RequestsGetInput) (ContactRequest, error) {
	return answer[ContactRequest](ctx, c.to, "requests.get", input)
}

// RequestsAcceptInput is the input of requests.accept.
type RequestsAcceptInput struct {
	Request RequestID `json:"request"`
}

// Accept is requests.accept. Accept a request to the caller; the answer is the dm of the two users.
func (c RequestsCalls) Accept(ctx context.Context, input RequestsAcceptInput) (Room, error) {
	return answer[Room](ctx, c.to, "requests.accept", input)
}

// RequestsDeclineInput is the input of requests.decline.
type RequestsDeclineInput struct {
	Request RequestID `json:"request"`
	// All later requests of this user are dropped, too.
	ForGood bool `json:"forGood,omitempty"`
}

// Decline is requests.decline. Decline a request to the caller. Later requests of the same user are
// dropped for 30 days, with `forGood` for ever; the user is not informed.
func (c RequestsCalls) Decline(ctx context.Context, input RequestsDeclineInput) error {
	return c.to.call(ctx, "requests.decline", input, nil)
}

// RequestsDeleteInput is the input of requests.delete.
type RequestsDeleteInput struct {
	Request RequestID `json:"request"`
}

// Delete is requests.delete. Withdraw a request of the caller.
func (c RequestsCalls) Delete(ctx context.Context, input RequestsDeleteInput) error {
	return c.to.call(ctx, "requests.delete", input, nil)
}

// Get is consent.get. Get who may reach the caller.
func (c ConsentCalls) Get(ctx context.Context) (Consent, error) {
	return answer[Consent](ctx, c.to, "consent.get", nil)
}

// ConsentUpdateInput is the input of consent.update.
type ConsentUpdateInput struct {
	RequestsFrom RequestsFrom `json:"requestsFrom"`
}

// Update is consent.update. Set who may reach the caller.
func (c ConsentCalls) Update(ctx context.Context, input ConsentUpdateInput) (Consent, error) {
	return answer[Consent](ctx, c.to, "consent.update", input)
}

// ReportsCreateInput is the input of reports.create.
type ReportsCreateInput struct {
	// Exactly one of `message` and `user`.
	Message MessageID `json:"message,omitempty"`
	// Exactly one of `message` and `user`.
	User UserID `json:"user,omitempty"`
	// Where the user has given reason for the report.
	Room   RoomID       `json:"room,omitempty"`
	Reason ReportReason `json:"reason"`
	Text   string       `json:"text,omitempty"`
}

// Create is reports.create. Report a message or a user to the staff; a repeated report is the same
// one, until it is closed.
func (c ReportsCalls) Create(ctx context.Context, input ReportsCreateInput) (MyReport, error) {
	return answer[MyReport](ctx, c.to, "reports.create", input)
}

// ReportsListMineInput is the input of reports.listMine.
type ReportsListMineInput struct {
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// ReportsListMineOutput is the output of reports.listMine.
type ReportsListMineOutput struct {
	Reports []MyReport `json:"reports"`
	Next    string     `json:"next,omitempty"`
}

// ListMine is reports.listMine. List the reports of the caller, the latest first.
func (c ReportsCalls) ListMine(ctx context.Context, input ReportsListMineInput) (ReportsListMineOutput, error) {
	return answer[ReportsListMineOutput](ctx, c.to, "reports.listMine", input)
}

// ReportsListInput is the input of reports.list.
type ReportsListInput struct {
	Room   RoomID       `json:"room,omitempty"`
	Status ReportStatus `json:"status,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// ReportsListOutput is the output of reports.list.
type ReportsListOutput struct {
	Reports []Report `json:"reports"`
	Next    string   `json:"next,omitempty"`
}

// List is reports.list. List the reports with a status, the oldest first: of a room for its staff,
// or of all rooms for the staff of the server.
func (c ReportsCalls) List(ctx context.Context, input ReportsListInput) (ReportsListOutput, error) {
	return answer[ReportsListOutput](ctx, c.to, "reports.list", input)
}

// ReportsGetInput is the input of reports.get.
type ReportsGetInput struct {
	Report ReportID `json:"report"`
}

// Get is reports.get. Get a report with its reporters and its evidence; for the staff.
func (c ReportsCalls) Get(ctx context.Context, input ReportsGetInput) (ReportDetails, error) {
	return answer[ReportDetails](ctx, c.to, "reports.get", input)
}

// ReportsClaimInput is the input of reports.claim.
type ReportsClaimInput struct {
	Report   ReportID `json:"report"`
	TakeOver bool     `json:"takeOver,omitempty"`
}

// Claim is reports.claim. Claim a report, so that nobody else of the staff works on it; with
// `takeOver` also one that another has claimed.
func (c ReportsCalls) Claim(ctx context.Context, input ReportsClaimInput) (Report, error) {
	return answer[Report](ctx, c.to, "reports.claim", input)
}

// ReportsCloseInput is the input of reports.close.
type ReportsCloseInput struct {
	Report  ReportID      `json:"report"`
	Outcome ReportOutcome `json:"outcome"`
	// For the staff only.
	Note string `json:"note,omitempty"`
}

// Close is reports.close. Close a report with its outcome; its evidence and the texts of its
// reporters are erased.
func (c ReportsCalls) Close(ctx context.Context, input ReportsCloseInput) (Report, error) {
	return answer[Report](ctx, c.to, "reports.close", input)
}

// TypingStartInput is the input of typing.start.
type TypingStartInput struct {
	Room   RoomID    `json:"room"`
	Thread MessageID `json:"thread,omitempty"`
}

// Start is typing.start. Report that the caller is typing; repeat it every few seconds.
func (c TypingCalls) Start(ctx context.Context, input TypingStartInput) error {
	return c.to.call(ctx, "typing.start", input, nil)
}

// TypingStopInput is the input of typing.stop.
type TypingStopInput struct {
	Room RoomID `json:"room"`
}

// Stop is typing.stop. Report that the caller has stopped typing, in the room and its threads.
func (c TypingCalls) Stop(ctx context.Context, input TypingStopInput) error {
	return c.to.call(ctx, "typing.stop", input, nil)
}

// PresenceUpdateInput is the input of presence.update.
type PresenceUpdateInput struct {
	// One of "online", "away", "invisible".
	State  string  `json:"state,omitempty"`
	Status *string `json:"status,omitempty"`
}

// PresenceUpdateOutput is the output of presence.update.
type PresenceUpdateOutput struct {
	// One of "online", "away", "invisible".
	State  string `json:"state"`
	Status string `json:"status,omitempty"`
}

// Update is presence.update. Set the caller’s presence and status text; omitted fields stay as they
// are.
func (c PresenceCalls) Update(ctx context.Context, input PresenceUpdateInput) (PresenceUpdateOutput, error) {
	return answer[PresenceUpdateOutput](ctx, c.to, "presence.update", input)
}

// PresenceListInput is the input of presence.list.
type PresenceListInput struct {
	Room RoomID `json:"room"`
}

// PresenceListOutput is the output of presence.list.
type PresenceListOutput struct {
	Presence []Presence `json:"presence"`
}

// List is presence.list. List the presence of a room’s members.
func (c PresenceCalls) List(ctx context.Context, input PresenceListInput) (PresenceListOutput, error) {
	return answer[PresenceListOutput](ctx, c.to, "presence.list", input)
}
