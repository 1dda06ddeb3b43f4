// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

import (
	"context"
	"encoding/json"
	"time"
)

// BackendCalls are the commands, grouped by their noun.
type BackendCalls struct {
	to            caller
	Users         BackendUsersCalls
	Quotas        BackendQuotasCalls
	Permissions   BackendPermissionsCalls
	Accounts      BackendAccountsCalls
	Sessions      BackendSessionsCalls
	SecondFactors BackendSecondFactorsCalls
	Passkeys      BackendPasskeysCalls
	Links         BackendLinksCalls
	Reports       BackendReportsCalls
	Audit         BackendAuditCalls
	WordLists     BackendWordListsCalls
	Identities    BackendIdentitiesCalls
	Rooms         BackendRoomsCalls
	Members       BackendMembersCalls
	JoinRequests  BackendJoinRequestsCalls
	Sanctions     BackendSanctionsCalls
	Erasures      BackendErasuresCalls
	Exports       BackendExportsCalls
	LegalHolds    BackendLegalHoldsCalls
	Requests      BackendRequestsCalls
	Messages      BackendMessagesCalls
	Receipts      BackendReceiptsCalls
	Tokens        BackendTokensCalls
	Keys          BackendKeysCalls
	Statistics    BackendStatisticsCalls
	Jobs          BackendJobsCalls
}

func newBackendCalls(to caller) BackendCalls {
	return BackendCalls{
		to:            to,
		Users:         BackendUsersCalls{to},
		Quotas:        BackendQuotasCalls{to},
		Permissions:   BackendPermissionsCalls{to},
		Accounts:      BackendAccountsCalls{to},
		Sessions:      BackendSessionsCalls{to},
		SecondFactors: BackendSecondFactorsCalls{to},
		Passkeys:      BackendPasskeysCalls{to},
		Links:         BackendLinksCalls{to},
		Reports:       BackendReportsCalls{to},
		Audit:         BackendAuditCalls{to},
		WordLists:     BackendWordListsCalls{to},
		Identities:    BackendIdentitiesCalls{to},
		Rooms:         BackendRoomsCalls{to},
		Members:       BackendMembersCalls{to},
		JoinRequests:  BackendJoinRequestsCalls{to},
		Sanctions:     BackendSanctionsCalls{to},
		Erasures:      BackendErasuresCalls{to},
		Exports:       BackendExportsCalls{to},
		LegalHolds:    BackendLegalHoldsCalls{to},
		Requests:      BackendRequestsCalls{to},
		Messages:      BackendMessagesCalls{to},
		Receipts:      BackendReceiptsCalls{to},
		Tokens:        BackendTokensCalls{to},
		Keys:          BackendKeysCalls{to},
		Statistics:    BackendStatisticsCalls{to},
		Jobs:          BackendJobsCalls{to},
	}
}

// BackendUsersCalls are the commands that begin with users.
type BackendUsersCalls struct{ to caller }

// BackendQuotasCalls are the commands that begin with quotas.
type BackendQuotasCalls struct{ to caller }

// BackendPermissionsCalls are the commands that begin with permissions.
type BackendPermissionsCalls struct{ to caller }

// BackendAccountsCalls are the commands that begin with accounts.
type BackendAccountsCalls struct{ to caller }

// BackendSessionsCalls are the commands that begin with sessions.
type BackendSessionsCalls struct{ to caller }

// BackendSecondFactorsCalls are the commands that begin with secondFactors.
type BackendSecondFactorsCalls struct{ to caller }

// BackendPasskeysCalls are the commands that begin with passkeys.
type BackendPasskeysCalls struct{ to caller }

// BackendLinksCalls are the commands that begin with links.
type BackendLinksCalls struct{ to caller }

// BackendReportsCalls are the commands that begin with reports.
type BackendReportsCalls struct{ to caller }

// BackendAuditCalls are the commands that begin with audit.
type BackendAuditCalls struct{ to caller }

// BackendWordListsCalls are the commands that begin with wordLists.
type BackendWordListsCalls struct{ to caller }

// BackendIdentitiesCalls are the commands that begin with identities.
type BackendIdentitiesCalls struct{ to caller }

// BackendRoomsCalls are the commands that begin with rooms.
type BackendRoomsCalls struct{ to caller }

// BackendMembersCalls are the commands that begin with members.
type BackendMembersCalls struct{ to caller }

// BackendJoinRequestsCalls are the commands that begin with joinRequests.
type BackendJoinRequestsCalls struct{ to caller }

// BackendSanctionsCalls are the commands that begin with sanctions.
type BackendSanctionsCalls struct{ to caller }

// BackendErasuresCalls are the commands that begin with erasures.
type BackendErasuresCalls struct{ to caller }

// BackendExportsCalls are the commands that begin with exports.
type BackendExportsCalls struct{ to caller }

// BackendLegalHoldsCalls are the commands that begin with legalHolds.
type BackendLegalHoldsCalls struct{ to caller }

// BackendRequestsCalls are the commands that begin with requests.
type BackendRequestsCalls struct{ to caller }

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

// BackendJobsCalls are the commands that begin with jobs.
type BackendJobsCalls struct{ to caller }

var backendCommands = commandTable{
	{"users.create", "POST", "/users", false},
	{"users.list", "GET", "/users", false},
	{"users.get", "GET", "/users/:user", false},
	{"users.update", "PATCH", "/users/:user", false},
	{"users.delete", "DELETE", "/users/:user", true},
	{"quotas.get", "GET", "/users/:user/quotas", false},
	{"quotas.update", "PATCH", "/users/:user/quotas", false},
	{"permissions.explain", "GET", "/users/:user/permissions/:command", false},
	{"accounts.create", "POST", "/accounts", true},
	{"sessions.list", "GET", "/users/:user/sessions", false},
	{"sessions.delete", "DELETE", "/users/:user/sessions/:session", false},
	{"sessions.deleteAll", "DELETE", "/users/:user/sessions", false},
	{"secondFactors.delete", "DELETE", "/users/:user/second-factor", false},
	{"passkeys.list", "GET", "/users/:user/passkeys", false},
	{"passkeys.deleteAll", "DELETE", "/users/:user/passkeys", false},
	{"links.create", "POST", "/links", true},
	{"links.offerAdministrator", "POST", "/links/administrator", true},
	{"links.list", "GET", "/links", false},
	{"links.delete", "DELETE", "/links/:link", false},
	{"reports.list", "GET", "/reports", false},
	{"reports.get", "GET", "/reports/:report", false},
	{"reports.claim", "POST", "/reports/:report/claim", false},
	{"reports.close", "POST", "/reports/:report/close", false},
	{"audit.list", "GET", "/audit", false},
	{"wordLists.create", "POST", "/word-lists", false},
	{"wordLists.list", "GET", "/word-lists", false},
	{"wordLists.get", "GET", "/word-lists/:wordList", false},
	{"wordLists.update", "PATCH", "/word-lists/:wordList", false},
	{"wordLists.delete", "DELETE", "/word-lists/:wordList", false},
	{"identities.list", "GET", "/users/:user/identities", false},
	{"identities.delete", "DELETE", "/users/:user/identities/:identity", false},
	{"rooms.create", "POST", "/rooms", true},
	{"rooms.list", "GET", "/rooms", false},
	{"rooms.get", "GET", "/rooms/:room", false},
	{"rooms.update", "PATCH", "/rooms/:room", false},
	{"rooms.delete", "DELETE", "/rooms/:room", true},
	{"members.list", "GET", "/rooms/:room/members", false},
	{"members.add", "PUT", "/rooms/:room/members/:user", false},
	{"members.update", "PATCH", "/rooms/:room/members/:user", false},
	{"members.remove", "DELETE", "/rooms/:room/members/:user", true},
	{"joinRequests.list", "GET", "/rooms/:room/join-requests", false},
	{"joinRequests.accept", "POST", "/join-requests/:joinRequest/accept", false},
	{"joinRequests.decline", "POST", "/join-requests/:joinRequest/decline", false},
	{"sanctions.create", "POST", "/sanctions", false},
	{"sanctions.list", "GET", "/sanctions", false},
	{"sanctions.delete", "DELETE", "/sanctions/:sanction", false},
	{"sanctions.answerAppeal", "POST", "/sanctions/:sanction/answer", false},
	{"erasures.create", "POST", "/erasures", false},
	{"erasures.get", "GET", "/erasures/:erasure", false},
	{"erasures.list", "GET", "/erasures", false},
	{"exports.create", "POST", "/exports", false},
	{"exports.get", "GET", "/exports/:export", false},
	{"exports.list", "GET", "/exports", false},
	{"legalHolds.create", "POST", "/legal-holds", false},
	{"legalHolds.list", "GET", "/legal-holds", false},
	{"legalHolds.delete", "DELETE", "/legal-holds/:legalHold", false},
	{"requests.list", "GET", "/users/:user/requests", false},
	{"requests.accept", "POST", "/requests/:request/accept", false},
	{"requests.decline", "POST", "/requests/:request/decline", false},
	{"messages.list", "GET", "/rooms/:room/messages", false},
	{"messages.get", "GET", "/rooms/:room/messages/:message", false},
	{"messages.send", "POST", "/rooms/:room/messages", false},
	{"messages.update", "PATCH", "/rooms/:room/messages/:message", false},
	{"messages.delete", "DELETE", "/rooms/:room/messages/:message", false},
	{"messages.deleteAll", "DELETE", "/users/:user/messages", false},
	{"receipts.markRead", "PUT", "/rooms/:room/members/:user/read", false},
	{"receipts.markAllRead", "PUT", "/users/:user/read", false},
	{"tokens.create", "POST", "/tokens", false},
	{"keys.create", "POST", "/keys", true},
	{"keys.list", "GET", "/keys", false},
	{"keys.delete", "DELETE", "/keys/:key", true},
	{"statistics.get", "GET", "/statistics", false},
	{"jobs.list", "GET", "/jobs", false},
	{"jobs.get", "GET", "/jobs/:job", false},
	{"jobs.retry", "POST", "/jobs/:job/retry", false},
	{"jobs.clear", "DELETE", "/jobs/:job", true},
	{"batch", "POST", "/batch", true},
}

// BackendUsersCreateInput is the input of users.create.
type BackendUsersCreateInput struct {
	ID       UserID     `json:"id"`
	Name     string     `json:"name"`
	Kind     UserKind   `json:"kind,omitempty"`
	Handle   Handle     `json:"handle,omitempty"`
	Locale   Locale     `json:"locale,omitempty"`
	TimeZone TimeZone   `json:"timeZone,omitempty"`
	Info     Data       `json:"info,omitempty"`
	Role     ServerRole `json:"role,omitempty"`
}

// Create is users.create. Create a user before their first token; an existing user is returned
// unchanged.
func (c BackendUsersCalls) Create(ctx context.Context, input BackendUsersCreateInput) (User, error) {
	return answer[User](ctx, c.to, "users.create", input)
}

// BackendUsersListInput is the input of users.list.
type BackendUsersListInput struct {
	After UserID `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendUsersListOutput is the output of users.list.
type BackendUsersListOutput struct {
	Users []User `json:"users"`
	Next  UserID `json:"next,omitempty"`
}

// List is users.list. List the users, by id, without deleted ones.
func (c BackendUsersCalls) List(ctx context.Context, input BackendUsersListInput) (BackendUsersListOutput, error) {
	return answer[BackendUsersListOutput](ctx, c.to, "users.list", input)
}

// BackendUsersGetInput is the input of users.get.
type BackendUsersGetInput struct {
	User UserID `json:"user"`
}

// Get is users.get. Get a user; a deleted one has `deletedAt`.
func (c BackendUsersCalls) Get(ctx context.Context, input BackendUsersGetInput) (User, error) {
	return answer[User](ctx, c.to, "users.get", input)
}

// BackendUsersUpdateInput is the input of users.update.
type BackendUsersUpdateInput struct {
	User     UserID            `json:"user"`
	Name     string            `json:"name,omitempty"`
	Handle   *Change[Handle]   `json:"handle,omitempty"`
	Locale   *Change[Locale]   `json:"locale,omitempty"`
	TimeZone *Change[TimeZone] `json:"timeZone,omitempty"`
	Info     *Change[Data]     `json:"info,omitempty"`
	Role     ServerRole        `json:"role,omitempty"`
}

// Update is users.update. Change a user’s name, info, server role or profile; tokens that were
// issued before do not change the first three back.
func (c BackendUsersCalls) Update(ctx context.Context, input BackendUsersUpdateInput) (User, error) {
	return answer[User](ctx, c.to, "users.update", input)
}

// BackendUsersDeleteInput is the input of users.delete.
type BackendUsersDeleteInput struct {
	User     UserID `json:"user"`
	Messages bool   `json:"messages,omitempty"`
}

// Delete is users.delete. Delete a user permanently; with `messages`, all messages of the user,
// too.
func (c BackendUsersCalls) Delete(ctx context.Context, input BackendUsersDeleteInput) error {
	return c.to.call(ctx, "users.delete", input, nil)
}

// BackendQuotasGetInput is the input of quotas.get.
type BackendQuotasGetInput struct {
	User UserID `json:"user"`
}

// BackendQuotasGetOutput is the output of quotas.get.
type BackendQuotasGetOutput struct {
	Quotas []Quota `json:"quotas"`
}

// Get is quotas.get. Get a user’s quotas, and how much of each is used.
func (c BackendQuotasCalls) Get(ctx context.Context, input BackendQuotasGetInput) (BackendQuotasGetOutput, error) {
	return answer[BackendQuotasGetOutput](ctx, c.to, "quotas.get", input)
}

// BackendQuotasUpdateInput is the input of quotas.update.
type BackendQuotasUpdateInput struct {
	User            UserID         `json:"user"`
	Rooms           *Change[int64] `json:"rooms,omitempty"`
	Invitations     *Change[int64] `json:"invitations,omitempty"`
	RoomsPerDay     *Change[int64] `json:"roomsPerDay,omitempty"`
	TextBytesPerDay *Change[int64] `json:"textBytesPerDay,omitempty"`
	EventsPerDay    *Change[int64] `json:"eventsPerDay,omitempty"`
}

// BackendQuotasUpdateOutput is the output of quotas.update.
type BackendQuotasUpdateOutput struct {
	Quotas []Quota `json:"quotas"`
}

// Update is quotas.update. Set limits for one user, above or below those of the server; null takes
// the server’s limit again.
func (c BackendQuotasCalls) Update(ctx context.Context, input BackendQuotasUpdateInput) (BackendQuotasUpdateOutput, error) {
	return answer[BackendQuotasUpdateOutput](ctx, c.to, "quotas.update", input)
}

// BackendPermissionsExplainInput is the input of permissions.explain.
type BackendPermissionsExplainInput struct {
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
	User UserID `json:"user"`
}

// Explain is permissions.explain. Explain why a user may use a command of the client port, or may
// not.
func (c BackendPermissionsCalls) Explain(ctx context.Context, input BackendPermissionsExplainInput) (Explanation, error) {
	return answer[Explanation](ctx, c.to, "permissions.explain", input)
}

// BackendAccountsCreateInput is the input of accounts.create.
type BackendAccountsCreateInput struct {
	Handle Handle `json:"handle"`
	Name   string `json:"name,omitempty"`
	Email  Email  `json:"email,omitempty"`
}

// BackendAccountsCreateOutput is the output of accounts.create.
type BackendAccountsCreateOutput struct {
	User      User      `json:"user"`
	Link      LinkCode  `json:"link"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Create is accounts.create. Create a user with an account, and a one-time link with which the user
// sets the first password. With `email`, a link to verify the address is mailed.
func (c BackendAccountsCalls) Create(ctx context.Context, input BackendAccountsCreateInput) (BackendAccountsCreateOutput, error) {
	return answer[BackendAccountsCreateOutput](ctx, c.to, "accounts.create", input)
}

// BackendSessionsListInput is the input of sessions.list.
type BackendSessionsListInput struct {
	User UserID `json:"user"`
}

// BackendSessionsListOutput is the output of sessions.list.
type BackendSessionsListOutput struct {
	Sessions []Session `json:"sessions"`
}

// List is sessions.list. List the sessions of a user, the last used first.
func (c BackendSessionsCalls) List(ctx context.Context, input BackendSessionsListInput) (BackendSessionsListOutput, error) {
	return answer[BackendSessionsListOutput](ctx, c.to, "sessions.list", input)
}

// BackendSessionsDeleteInput is the input of sessions.delete.
type BackendSessionsDeleteInput struct {
	User    UserID    `json:"user"`
	Session SessionID `json:"session"`
}

// Delete is sessions.delete. End one session of a user.
func (c BackendSessionsCalls) Delete(ctx context.Context, input BackendSessionsDeleteInput) error {
	return c.to.call(ctx, "sessions.delete", input, nil)
}

// BackendSessionsDeleteAllInput is the input of sessions.deleteAll.
type BackendSessionsDeleteAllInput struct {
	User UserID `json:"user"`
}

// DeleteAll is sessions.deleteAll. End all sessions of a user.
func (c BackendSessionsCalls) DeleteAll(ctx context.Context, input BackendSessionsDeleteAllInput) error {
	return c.to.call(ctx, "sessions.deleteAll", input, nil)
}

// BackendSecondFactorsDeleteInput is the input of secondFactors.delete.
type BackendSecondFactorsDeleteInput struct {
	User UserID `json:"user"`
}

// Delete is secondFactors.delete. Remove the authenticator app and the recovery codes of a user,
// who lost them.
func (c BackendSecondFactorsCalls) Delete(ctx context.Context, input BackendSecondFactorsDeleteInput) error {
	return c.to.call(ctx, "secondFactors.delete", input, nil)
}

// BackendPasskeysListInput is the input of passkeys.list.
type BackendPasskeysListInput struct {
	User UserID `json:"user"`
}

// BackendPasskeysListOutput is the output of passkeys.list.
type BackendPasskeysListOutput struct {
	Passkeys []Passkey `json:"passkeys"`
}

// List is passkeys.list. List the passkeys of a user.
func (c BackendPasskeysCalls) List(ctx context.Context, input BackendPasskeysListInput) (BackendPasskeysListOutput, error) {
	return answer[BackendPasskeysListOutput](ctx, c.to, "passkeys.list", input)
}

// BackendPasskeysDeleteAllInput is the input of passkeys.deleteAll.
type BackendPasskeysDeleteAllInput struct {
	User UserID `json:"user"`
}

// DeleteAll is passkeys.deleteAll. Remove all passkeys of a user, who lost a device.
func (c BackendPasskeysCalls) DeleteAll(ctx context.Context, input BackendPasskeysDeleteAllInput) error {
	return c.to.call(ctx, "passkeys.deleteAll", input, nil)
}

// BackendLinksCreateInput is the input of links.create.
type BackendLinksCreateInput struct {
	Purpose LinkPurpose `json:"purpose"`
	// The user whose password the link sets.
	User    UserID `json:"user,omitempty"`
	Seconds int64  `json:"seconds,omitempty"`
}

// Create is links.create. Create a one-time link, to sign up or to set a user’s password.
func (c BackendLinksCalls) Create(ctx context.Context, input BackendLinksCreateInput) (NewLink, error) {
	return answer[NewLink](ctx, c.to, "links.create", input)
}

// OfferAdministrator is links.offerAdministrator. Create a one-time link to become the first
// administrator, valid for a day; forbidden when there is an administrator.
func (c BackendLinksCalls) OfferAdministrator(ctx context.Context) (NewLink, error) {
	return answer[NewLink](ctx, c.to, "links.offerAdministrator", nil)
}

// BackendLinksListOutput is the output of links.list.
type BackendLinksListOutput struct {
	Links []Link `json:"links"`
}

// List is links.list. List the links that can still be used.
func (c BackendLinksCalls) List(ctx context.Context) (BackendLinksListOutput, error) {
	return answer[BackendLinksListOutput](ctx, c.to, "links.list", nil)
}

// BackendLinksDeleteInput is the input of links.delete.
type BackendLinksDeleteInput struct {
	Link LinkID `json:"link"`
}

// Delete is links.delete. Delete a link.
func (c BackendLinksCalls) Delete(ctx context.Context, input BackendLinksDeleteInput) error {
	return c.to.call(ctx, "links.delete", input, nil)
}

// BackendReportsListInput is the input of reports.list.
type BackendReportsListInput struct {
	Room   RoomID       `json:"room,omitempty"`
	Status ReportStatus `json:"status,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendReportsListOutput is the output of reports.list.
type BackendReportsListOutput struct {
	Reports []Report `json:"reports"`
	Next    string   `json:"next,omitempty"`
}

// List is reports.list. List the reports with a status, the oldest first: of a room for its staff,
// or of all rooms for the staff of the server.
func (c BackendReportsCalls) List(ctx context.Context, input BackendReportsListInput) (BackendReportsListOutput, error) {
	return answer[BackendReportsListOutput](ctx, c.to, "reports.list", input)
}

// BackendReportsGetInput is the input of reports.get.
type BackendReportsGetInput struct {
	Report ReportID `json:"report"`
}

// Get is reports.get. Get a report with its reporters and its evidence; for the staff.
func (c BackendReportsCalls) Get(ctx context.Context, input BackendReportsGetInput) (ReportDetails, error) {
	return answer[ReportDetails](ctx, c.to, "reports.get", input)
}

// BackendReportsClaimInput is the input of reports.claim.
type BackendReportsClaimInput struct {
	Report   ReportID `json:"report"`
	TakeOver bool     `json:"takeOver,omitempty"`
}

// Claim is reports.claim. Claim a report, so that nobody else of the staff works on it; with
// `takeOver` also one that another has claimed.
func (c BackendReportsCalls) Claim(ctx context.Context, input BackendReportsClaimInput) (Report, error) {
	return answer[Report](ctx, c.to, "reports.claim", input)
}

// BackendReportsCloseInput is the input of reports.close.
type BackendReportsCloseInput struct {
	Report  ReportID      `json:"report"`
	Outcome ReportOutcome `json:"outcome"`
	// For the staff only.
	Note string `json:"note,omitempty"`
}

// Close is reports.close. Close a report with its outcome; its evidence and the texts of its
// reporters are erased.
func (c BackendReportsCalls) Close(ctx context.Context, input BackendReportsCloseInput) (Report, error) {
	return answer[Report](ctx, c.to, "reports.close", input)
}

// BackendAuditListInput is the input of audit.list.
type BackendAuditListInput struct {
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

// BackendAuditListOutput is the output of audit.list.
type BackendAuditListOutput struct {
	Entries []AuditEntry `json:"entries"`
	Next    string       `json:"next,omitempty"`
}

// List is audit.list. List the acts of staff, the latest first. `GET /api/v1/audit/events` is the
// same as a live stream.
func (c BackendAuditCalls) List(ctx context.Context, input BackendAuditListInput) (BackendAuditListOutput, error) {
	return answer[BackendAuditListOutput](ctx, c.to, "audit.list", input)
}

// BackendWordListsCreateInput is the input of wordLists.create.
type BackendWordListsCreateInput struct {
	Name   string     `json:"name"`
	Action WordAction `json:"action"`
	// Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a
	// word stands for any letters.
	Words []string `json:"words"`
	Room  RoomID   `json:"room,omitempty"`
}

// Create is wordLists.create. Create a word list, of a room or of the whole server.
func (c BackendWordListsCalls) Create(ctx context.Context, input BackendWordListsCreateInput) (WordList, error) {
	return answer[WordList](ctx, c.to, "wordLists.create", input)
}

// BackendWordListsListInput is the input of wordLists.list.
type BackendWordListsListInput struct {
	Room RoomID `json:"room,omitempty"`
}

// BackendWordListsListOutput is the output of wordLists.list.
type BackendWordListsListOutput struct {
	WordLists []WordList `json:"wordLists"`
}

// List is wordLists.list. List the word lists of the server, or of a room.
func (c BackendWordListsCalls) List(ctx context.Context, input BackendWordListsListInput) (BackendWordListsListOutput, error) {
	return answer[BackendWordListsListOutput](ctx, c.to, "wordLists.list", input)
}

// BackendWordListsGetInput is the input of wordLists.get.
type BackendWordListsGetInput struct {
	WordList WordListID `json:"wordList"`
}

// Get is wordLists.get. Get a word list, with its words.
func (c BackendWordListsCalls) Get(ctx context.Context, input BackendWordListsGetInput) (WordList, error) {
	return answer[WordList](ctx, c.to, "wordLists.get", input)
}

// BackendWordListsUpdateInput is the input of wordLists.update.
type BackendWordListsUpdateInput struct {
	WordList WordListID `json:"wordList"`
	Name     string     `json:"name,omitempty"`
	Action   WordAction `json:"action,omitempty"`
	// Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a
	// word stands for any letters.
	Words []string `json:"words,omitempty"`
}

// Update is wordLists.update. Change a word list: only the given fields change.
func (c BackendWordListsCalls) Update(ctx context.Context, input BackendWordListsUpdateInput) (WordList, error) {
	return answer[WordList](ctx, c.to, "wordLists.update", input)
}

// BackendWordListsDeleteInput is the input of wordLists.delete.
type BackendWordListsDeleteInput struct {
	WordList WordListID `json:"wordList"`
}

// Delete is wordLists.delete. Delete a word list.
func (c BackendWordListsCalls) Delete(ctx context.Context, input BackendWordListsDeleteInput) error {
	return c.to.call(ctx, "wordLists.delete", input, nil)
}

// BackendIdentitiesListInput is the input of identities.list.
type BackendIdentitiesListInput struct {
	User UserID `json:"user"`
}

// BackendIdentitiesListOutput is the output of identities.list.
type BackendIdentitiesListOutput struct {
	Identities []IdentityOfUser `json:"identities"`
}

// List is identities.list. List the identities of a user, the oldest first.
func (c BackendIdentitiesCalls) List(ctx context.Context, input BackendIdentitiesListInput) (BackendIdentitiesListOutput, error) {
	return answer[BackendIdentitiesListOutput](ctx, c.to, "identities.list", input)
}

// BackendIdentitiesDeleteInput is the input of identities.delete.
type BackendIdentitiesDeleteInput struct {
	User     UserID     `json:"user"`
	Identity IdentityID `json:"identity"`
}

// Delete is identities.delete. Remove an identity of a user, also the last way to sign in.
func (c BackendIdentitiesCalls) Delete(ctx context.Context, input BackendIdentitiesDeleteInput) error {
	return c.to.call(ctx, "identities.delete", input, nil)
}

// BackendRoomsCreateInput is the input of rooms.create.
type BackendRoomsCreateInput struct {
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
	RetentionSeconds *int64                          `json:"retentionSeconds,omitempty"`
	Features         *FeatureSwitches                `json:"features,omitempty"`
	Key              string                          `json:"key,omitempty"`
	Members          []BackendRoomsCreateInputMember `json:"members,omitempty"`
}

// BackendRoomsCreateInputMember is a field of another type.
type BackendRoomsCreateInputMember struct {
	User UserID `json:"user"`
}

// Create is rooms.create. Create a room; the same `key`, or the same two users of a dm, return the
// same room.
func (c BackendRoomsCalls) Create(ctx context.Context, input BackendRoomsCreateInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.create", input)
}

// BackendRoomsListInput is the input of rooms.list.
type BackendRoomsListInput struct {
	User UserID `json:"user,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendRoomsListOutput is the output of rooms.list.
type BackendRoomsListOutput struct {
	// In a Room the fields that only a MyRoom has are empty.
	Rooms []MyRoom `json:"rooms"`
	Next  string   `json:"next,omitempty"`
}

// List is rooms.list. List all rooms, the newest first; with `user`, that user’s rooms, the most
// recently active first.
func (c BackendRoomsCalls) List(ctx context.Context, input BackendRoomsListInput) (BackendRoomsListOutput, error) {
	return answer[BackendRoomsListOutput](ctx, c.to, "rooms.list", input)
}

// BackendRoomsGetInput is the input of rooms.get.
type BackendRoomsGetInput struct {
	Room RoomID `json:"room"`
}

// Get is rooms.get. Get a room.
func (c BackendRoomsCalls) Get(ctx context.Context, input BackendRoomsGetInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.get", input)
}

// BackendRoomsUpdateInput is the input of rooms.update.
type BackendRoomsUpdateInput struct {
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
func (c BackendRoomsCalls) Update(ctx context.Context, input BackendRoomsUpdateInput) (Room, error) {
	return answer[Room](ctx, c.to, "rooms.update", input)
}

// BackendRoomsDeleteInput is the input of rooms.delete.
type BackendRoomsDeleteInput struct {
	Room RoomID `json:"room"`
}

// Delete is rooms.delete. Delete a room and all its messages.
func (c BackendRoomsCalls) Delete(ctx context.Context, input BackendRoomsDeleteInput) error {
	return c.to.call(ctx, "rooms.delete", input, nil)
}

// BackendMembersListInput is the input of members.list.
type BackendMembersListInput struct {
	Room  RoomID `json:"room"`
	After UserID `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendMembersListOutput is the output of members.list.
type BackendMembersListOutput struct {
	Members []Member `json:"members"`
}

// List is members.list. List the members of a room, by id; the next page is `after` the last id.
func (c BackendMembersCalls) List(ctx context.Context, input BackendMembersListInput) (BackendMembersListOutput, error) {
	return answer[BackendMembersListOutput](ctx, c.to, "members.list", input)
}

// BackendMembersAddInput is the input of members.add.
type BackendMembersAddInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
	Role Role   `json:"role,omitempty"`
}

// Add is members.add. Add a user to a room; an existing member gets the `role`, if there is one.
func (c BackendMembersCalls) Add(ctx context.Context, input BackendMembersAddInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.add", input)
}

// BackendMembersUpdateInput is the input of members.update.
type BackendMembersUpdateInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
	Role Role   `json:"role"`
}

// Update is members.update. Change the role of a member.
func (c BackendMembersCalls) Update(ctx context.Context, input BackendMembersUpdateInput) (Member, error) {
	return answer[Member](ctx, c.to, "members.update", input)
}

// BackendMembersRemoveInput is the input of members.remove.
type BackendMembersRemoveInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
}

// Remove is members.remove. Remove a member from a room.
func (c BackendMembersCalls) Remove(ctx context.Context, input BackendMembersRemoveInput) error {
	return c.to.call(ctx, "members.remove", input, nil)
}

// BackendJoinRequestsListInput is the input of joinRequests.list.
type BackendJoinRequestsListInput struct {
	Room RoomID `json:"room"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendJoinRequestsListOutput is the output of joinRequests.list.
type BackendJoinRequestsListOutput struct {
	JoinRequests []JoinRequest `json:"joinRequests"`
	Next         string        `json:"next,omitempty"`
}

// List is joinRequests.list. List the requests to join a room that wait for an answer, the oldest
// first.
func (c BackendJoinRequestsCalls) List(ctx context.Context, input BackendJoinRequestsListInput) (BackendJoinRequestsListOutput, error) {
	return answer[BackendJoinRequestsListOutput](ctx, c.to, "joinRequests.list", input)
}

// BackendJoinRequestsAcceptInput is the input of joinRequests.accept.
type BackendJoinRequestsAcceptInput struct {
	JoinRequest JoinRequestID `json:"joinRequest"`
}

// Accept is joinRequests.accept. Accept a join request: its user becomes a member of the room.
func (c BackendJoinRequestsCalls) Accept(ctx context.Context, input BackendJoinRequestsAcceptInput) (Member, error) {
	return answer[Member](ctx, c.to, "joinRequests.accept", input)
}

// BackendJoinRequestsDeclineInput is the input of joinRequests.decline.
type BackendJoinRequestsDeclineInput struct {
	JoinRequest JoinRequestID `json:"joinRequest"`
	ForGood     bool          `json:"forGood,omitempty"`
}

// Decline is joinRequests.decline. Decline a join request; with `forGood`, the user cannot send
// another one to this room.
func (c BackendJoinRequestsCalls) Decline(ctx context.Context, input BackendJoinRequestsDeclineInput) error {
	return c.to.call(ctx, "joinRequests.decline", input, nil)
}

// BackendSanctionsCreateInput is the input of sanctions.create.
type BackendSanctionsCreateInput struct {
	Kind SanctionKind `json:"kind"`
	User UserID       `json:"user,omitempty"`
	// A network, such as 192.0.2.0/24, or an address: for bans only, in place of `user`.
	Addresses string `json:"addresses,omitempty"`
	// When it ends; in the future.
	Until  *time.Time `json:"until,omitempty"`
	Reason string     `json:"reason,omitempty"`
	Room   RoomID     `json:"room,omitempty"`
}

// Create is sanctions.create. Ban or mute a user in a room or, without `room`, on the whole server;
// or ban a network from the server. It takes the place of an earlier one of this kind.
func (c BackendSanctionsCalls) Create(ctx context.Context, input BackendSanctionsCreateInput) (Sanction, error) {
	return answer[Sanction](ctx, c.to, "sanctions.create", input)
}

// BackendSanctionsListInput is the input of sanctions.list.
type BackendSanctionsListInput struct {
	Room RoomID `json:"room,omitempty"`
	User UserID `json:"user,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendSanctionsListOutput is the output of sanctions.list.
type BackendSanctionsListOutput struct {
	Sanctions []Sanction `json:"sanctions"`
	Next      string     `json:"next,omitempty"`
}

// List is sanctions.list. List the bans and mutes that are in force, the latest first: all, or
// those in a room or of a user.
func (c BackendSanctionsCalls) List(ctx context.Context, input BackendSanctionsListInput) (BackendSanctionsListOutput, error) {
	return answer[BackendSanctionsListOutput](ctx, c.to, "sanctions.list", input)
}

// BackendSanctionsDeleteInput is the input of sanctions.delete.
type BackendSanctionsDeleteInput struct {
	Sanction SanctionID `json:"sanction"`
}

// Delete is sanctions.delete. Lift a ban or mute.
func (c BackendSanctionsCalls) Delete(ctx context.Context, input BackendSanctionsDeleteInput) error {
	return c.to.call(ctx, "sanctions.delete", input, nil)
}

// BackendSanctionsAnswerAppealInput is the input of sanctions.answerAppeal.
type BackendSanctionsAnswerAppealInput struct {
	Sanction SanctionID    `json:"sanction"`
	Outcome  AppealOutcome `json:"outcome"`
	Note     string        `json:"note,omitempty"`
}

// AnswerAppeal is sanctions.answerAppeal. Answer an appeal against a ban or mute.
func (c BackendSanctionsCalls) AnswerAppeal(ctx context.Context, input BackendSanctionsAnswerAppealInput) (Sanction, error) {
	return answer[Sanction](ctx, c.to, "sanctions.answerAppeal", input)
}

// BackendErasuresCreateInput is the input of erasures.create.
type BackendErasuresCreateInput struct {
	User UserID `json:"user"`
	// One of "keep", "delete".
	Messages string `json:"messages"`
}

// Create is erasures.create. Erase a user permanently, with or without the messages, in the
// background. Repeated, it answers the same erasure.
func (c BackendErasuresCalls) Create(ctx context.Context, input BackendErasuresCreateInput) (Erasure, error) {
	return answer[Erasure](ctx, c.to, "erasures.create", input)
}

// BackendErasuresGetInput is the input of erasures.get.
type BackendErasuresGetInput struct {
	Erasure ErasureID `json:"erasure"`
}

// Get is erasures.get. Get an erasure, its progress and its receipt.
func (c BackendErasuresCalls) Get(ctx context.Context, input BackendErasuresGetInput) (Erasure, error) {
	return answer[Erasure](ctx, c.to, "erasures.get", input)
}

// BackendErasuresListInput is the input of erasures.list.
type BackendErasuresListInput struct {
	User UserID `json:"user,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendErasuresListOutput is the output of erasures.list.
type BackendErasuresListOutput struct {
	Erasures []Erasure `json:"erasures"`
	Next     string    `json:"next,omitempty"`
}

// List is erasures.list. List erasures, the latest first: all, or the one of a user.
func (c BackendErasuresCalls) List(ctx context.Context, input BackendErasuresListInput) (BackendErasuresListOutput, error) {
	return answer[BackendErasuresListOutput](ctx, c.to, "erasures.list", input)
}

// BackendExportsCreateInput is the input of exports.create.
type BackendExportsCreateInput struct {
	User UserID `json:"user"`
}

// Create is exports.create. Copy all data of a user into a ZIP file, in the background. Repeated
// while it runs, it answers the same export. The user does not see it.
func (c BackendExportsCalls) Create(ctx context.Context, input BackendExportsCreateInput) (Export, error) {
	return answer[Export](ctx, c.to, "exports.create", input)
}

// BackendExportsGetInput is the input of exports.get.
type BackendExportsGetInput struct {
	Export ExportID `json:"export"`
}

// Get is exports.get. Get an export, its progress and its receipt.
func (c BackendExportsCalls) Get(ctx context.Context, input BackendExportsGetInput) (Export, error) {
	return answer[Export](ctx, c.to, "exports.get", input)
}

// BackendExportsListInput is the input of exports.list.
type BackendExportsListInput struct {
	User UserID `json:"user,omitempty"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendExportsListOutput is the output of exports.list.
type BackendExportsListOutput struct {
	Exports []Export `json:"exports"`
	Next    string   `json:"next,omitempty"`
}

// List is exports.list. List exports, the latest first: all, or those of a user.
func (c BackendExportsCalls) List(ctx context.Context, input BackendExportsListInput) (BackendExportsListOutput, error) {
	return answer[BackendExportsListOutput](ctx, c.to, "exports.list", input)
}

// BackendLegalHoldsCreateInput is the input of legalHolds.create.
type BackendLegalHoldsCreateInput struct {
	// Whose data are kept; or `room`.
	User   UserID `json:"user,omitempty"`
	Room   RoomID `json:"room,omitempty"`
	Reason string `json:"reason"`
}

// Create is legalHolds.create. Put a user or a room under a legal hold: nothing of it is erased
// until the hold is lifted.
func (c BackendLegalHoldsCalls) Create(ctx context.Context, input BackendLegalHoldsCreateInput) (LegalHold, error) {
	return answer[LegalHold](ctx, c.to, "legalHolds.create", input)
}

// BackendLegalHoldsListInput is the input of legalHolds.list.
type BackendLegalHoldsListInput struct {
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendLegalHoldsListOutput is the output of legalHolds.list.
type BackendLegalHoldsListOutput struct {
	LegalHolds []LegalHold `json:"legalHolds"`
	Next       string      `json:"next,omitempty"`
}

// List is legalHolds.list. List the legal holds that are in force, the latest first.
func (c BackendLegalHoldsCalls) List(ctx context.Context, input BackendLegalHoldsListInput) (BackendLegalHoldsListOutput, error) {
	return answer[BackendLegalHoldsListOutput](ctx, c.to, "legalHolds.list", input)
}

// BackendLegalHoldsDeleteInput is the input of legalHolds.delete.
type BackendLegalHoldsDeleteInput struct {
	LegalHold LegalHoldID `json:"legalHold"`
}

// Delete is legalHolds.delete. Lift a legal hold. The erasures that have waited for it go on.
func (c BackendLegalHoldsCalls) Delete(ctx context.Context, input BackendLegalHoldsDeleteInput) error {
	return c.to.call(ctx, "legalHolds.delete", input, nil)
}

// BackendRequestsListInput is the input of requests.list.
type BackendRequestsListInput struct {
	User UserID `json:"user"`
	// The `next` of the previous page.
	After string `json:"after,omitempty"`
	Limit int64  `json:"limit,omitempty"`
}

// BackendRequestsListOutput is the output of requests.list.
type BackendRequestsListOutput struct {
	Requests []ContactRequest `json:"requests"`
	Next     string           `json:"next,omitempty"`
}

// List is requests.list. List the pending requests to a user, the latest first.
func (c BackendRequestsCalls) List(ctx context.Context, input BackendRequestsListInput) (BackendRequestsListOutput, error) {
	return answer[BackendRequestsListOutput](ctx, c.to, "requests.list", input)
}

// BackendRequestsAcceptInput is the input of requests.accept.
type BackendRequestsAcceptInput struct {
	Request RequestID `json:"request"`
}

// Accept is requests.accept. Accept a request for its user; the answer is the dm of the two users.
func (c BackendRequestsCalls) Accept(ctx context.Context, input BackendRequestsAcceptInput) (Room, error) {
	return answer[Room](ctx, c.to, "requests.accept", input)
}

// BackendRequestsDeclineInput is the input of requests.decline.
type BackendRequestsDeclineInput struct {
	Request RequestID `json:"request"`
	// All later requests of this user are dropped, too.
	ForGood bool `json:"forGood,omitempty"`
}

// Decline is requests.decline. Decline a request for its user; the user who asked is not informed.
func (c BackendRequestsCalls) Decline(ctx context.Context, input BackendRequestsDeclineInput) error {
	return c.to.call(ctx, "requests.decline", input, nil)
}

// BackendMessagesListInput is the input of messages.list.
type BackendMessagesListInput struct {
	Room RoomID `json:"room"`
	// Cannot be combined with `after`.
	Before int64 `json:"before,omitempty"`
	// Cannot be combined with `before`.
	After  *int64    `json:"after,omitempty"`
	Thread MessageID `json:"thread,omitempty"`
	Limit  int64     `json:"limit,omitempty"`
}

// BackendMessagesListOutput is the output of messages.list.
type BackendMessagesListOutput struct {
	Messages []Message `json:"messages"`
	Seq      int64     `json:"seq"`
}

// List is messages.list. List a page of messages, oldest first: the latest, or those before or
// after a seq.
func (c BackendMessagesCalls) List(ctx context.Context, input BackendMessagesListInput) (BackendMessagesListOutput, error) {
	return answer[BackendMessagesListOutput](ctx, c.to, "messages.list", input)
}

// BackendMessagesGetInput is the input of messages.get.
type BackendMessagesGetInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Get is messages.get. Get a message.
func (c BackendMessagesCalls) Get(ctx context.Context, input BackendMessagesGetInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.get", input)
}

// BackendMessagesSendInput is the input of messages.send.
type BackendMessagesSendInput struct {
	Room     RoomID    `json:"room"`
	Text     string    `json:"text"`
	Sender   UserID    `json:"sender,omitempty"`
	ClientID string    `json:"clientId,omitempty"`
	Data     Data      `json:"data,omitempty"`
	ReplyTo  MessageID `json:"replyTo,omitempty"`
	Thread   MessageID `json:"thread,omitempty"`
	InRoom   bool      `json:"inRoom,omitempty"`
	// After how many seconds the message disappears; sooner if the room says so.
	ExpiresIn int64     `json:"expiresIn,omitempty"`
	Mentions  *Mentions `json:"mentions,omitempty"`
	Silent    bool      `json:"silent,omitempty"`
}

// Send is messages.send. Send a message as the system or, with `sender`, as a bot of the room.
func (c BackendMessagesCalls) Send(ctx context.Context, input BackendMessagesSendInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.send", input)
}

// BackendMessagesUpdateInput is the input of messages.update.
type BackendMessagesUpdateInput struct {
	Room     RoomID    `json:"room"`
	Message  MessageID `json:"message"`
	Text     string    `json:"text,omitempty"`
	Data     Data      `json:"data,omitempty"`
	Mentions *Mentions `json:"mentions,omitempty"`
	Version  int64     `json:"version,omitempty"`
}

// Update is messages.update. Edit a message of the system or of a bot; with `version`, only if it
// is still that version.
func (c BackendMessagesCalls) Update(ctx context.Context, input BackendMessagesUpdateInput) (Message, error) {
	return answer[Message](ctx, c.to, "messages.update", input)
}

// BackendMessagesDeleteInput is the input of messages.delete.
type BackendMessagesDeleteInput struct {
	Room    RoomID    `json:"room"`
	Message MessageID `json:"message"`
}

// Delete is messages.delete. Delete a message of any sender; its id and seq stay, and its text is
// erased.
func (c BackendMessagesCalls) Delete(ctx context.Context, input BackendMessagesDeleteInput) error {
	return c.to.call(ctx, "messages.delete", input, nil)
}

// BackendMessagesDeleteAllInput is the input of messages.deleteAll.
type BackendMessagesDeleteAllInput struct {
	User UserID `json:"user"`
	Room RoomID `json:"room,omitempty"`
}

// DeleteAll is messages.deleteAll. Delete all messages of a user, in a room or, without `room`, in
// all rooms. A job begins at once.
func (c BackendMessagesCalls) DeleteAll(ctx context.Context, input BackendMessagesDeleteAllInput) error {
	return c.to.call(ctx, "messages.deleteAll", input, nil)
}

// BackendReceiptsMarkReadInput is the input of receipts.markRead.
type BackendReceiptsMarkReadInput struct {
	Room RoomID `json:"room"`
	User UserID `json:"user"`
	Seq  int64  `json:"seq,omitempty"`
}

// BackendReceiptsMarkReadOutput is the output of receipts.markRead.
type BackendReceiptsMarkReadOutput struct {
	ReadSeq int64 `json:"readSeq"`
	Unread  int64 `json:"unread"`
}

// MarkRead is receipts.markRead. Mark a room as read for a member, up to a seq or to the end.
func (c BackendReceiptsCalls) MarkRead(ctx context.Context, input BackendReceiptsMarkReadInput) (BackendReceiptsMarkReadOutput, error) {
	return answer[BackendReceiptsMarkReadOutput](ctx, c.to, "receipts.markRead", input)
}

// BackendReceiptsMarkAllReadInput is the input of receipts.markAllRead.
type BackendReceiptsMarkAllReadInput struct {
	User UserID `json:"user"`
}

// BackendReceiptsMarkAllReadOutput is the output of receipts.markAllRead.
type BackendReceiptsMarkAllReadOutput struct {
	Rooms int64 `json:"rooms"`
}

// MarkAllRead is receipts.markAllRead. Mark all rooms of a user as read; the answer is the number
// of rooms that had something unread.
func (c BackendReceiptsCalls) MarkAllRead(ctx context.Context, input BackendReceiptsMarkAllReadInput) (BackendReceiptsMarkAllReadOutput, error) {
	return answer[BackendReceiptsMarkAllReadOutput](ctx, c.to, "receipts.markAllRead", input)
}

// BackendTokensCreateInput is the input of tokens.create.
type BackendTokensCreateInput struct {
	User    UserID `json:"user"`
	Seconds int64  `json:"seconds,omitempty"`
}

// BackendTokensCreateOutput is the output of tokens.create.
type BackendTokensCreateOutput struct {
	Token     string    `json:"token"`
	User      User      `json:"user"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Create is tokens.create. Create a token for an existing user, to give to the user’s client.
func (c BackendTokensCalls) Create(ctx context.Context, input BackendTokensCreateInput) (BackendTokensCreateOutput, error) {
	return answer[BackendTokensCreateOutput](ctx, c.to, "tokens.create", input)
}

// BackendKeysCreateInput is the input of keys.create.
type BackendKeysCreateInput struct {
	Name   string  `json:"name"`
	Scopes []Scope `json:"scopes"`
}

// BackendKeysCreateOutput is the output of keys.create.
type BackendKeysCreateOutput struct {
	ID         KeyID      `json:"id"`
	Name       string     `json:"name"`
	Prefix     string     `json:"prefix"`
	Scopes     []Scope    `json:"scopes"`
	CreatedAt  time.Time  `json:"createdAt"`
	LastUsedAt *time.Time `json:"lastUsedAt,omitempty"`
	Key        string     `json:"key"`
}

// Create is keys.create. Create an API key with at most the scopes of this one. Only this answer
// contains the key.
func (c BackendKeysCalls) Create(ctx context.Context, input BackendKeysCreateInput) (BackendKeysCreateOutput, error) {
	return answer[BackendKeysCreateOutput](ctx, c.to, "keys.create", input)
}

// BackendKeysListOutput is the output of keys.list.
type BackendKeysListOutput struct {
	Keys []Key `json:"keys"`
}

// List is keys.list. List the API keys, without the operator’s own.
func (c BackendKeysCalls) List(ctx context.Context) (BackendKeysListOutput, error) {
	return answer[BackendKeysListOutput](ctx, c.to, "keys.list", nil)
}

// BackendKeysDeleteInput is the input of keys.delete.
type BackendKeysDeleteInput struct {
	Key KeyID `json:"key"`
}

// Delete is keys.delete. Delete an API key; it is refused from then on.
func (c BackendKeysCalls) Delete(ctx context.Context, input BackendKeysDeleteInput) error {
	return c.to.call(ctx, "keys.delete", input, nil)
}

// BackendStatisticsGetOutput is the output of statistics.get.
type BackendStatisticsGetOutput struct {
	Users         BackendStatisticsGetOutputUsers `json:"users"`
	Rooms         BackendStatisticsGetOutputRooms `json:"rooms"`
	Memberships   int64                           `json:"memberships"`
	Events        int64                           `json:"events"`
	MessagesOfDay int64                           `json:"messagesOfDay"`
}

// BackendStatisticsGetOutputUsers is a field of another type.
type BackendStatisticsGetOutputUsers struct {
	Person int64 `json:"person"`
	Guest  int64 `json:"guest"`
	Bot    int64 `json:"bot"`
}

// BackendStatisticsGetOutputRooms is a field of another type.
type BackendStatisticsGetOutputRooms struct {
	DM           int64 `json:"dm"`
	Group        int64 `json:"group"`
	Public       int64 `json:"public"`
	Announcement int64 `json:"announcement"`
}

// Get is statistics.get. Count users, rooms, memberships, events and messages.
func (c BackendStatisticsCalls) Get(ctx context.Context) (BackendStatisticsGetOutput, error) {
	return answer[BackendStatisticsGetOutput](ctx, c.to, "statistics.get", nil)
}

// BackendJobsListInput is the input of jobs.list.
type BackendJobsListInput struct {
	Kind  string   `json:"kind,omitempty"`
	State JobState `json:"state,omitempty"`
	After JobID    `json:"after,omitempty"`
	Limit int64    `json:"limit,omitempty"`
}

// BackendJobsListOutput is the output of jobs.list.
type BackendJobsListOutput struct {
	Jobs []Job `json:"jobs"`
}

// List is jobs.list. List the background jobs, the oldest first; the next page is `after` the last
// id.
func (c BackendJobsCalls) List(ctx context.Context, input BackendJobsListInput) (BackendJobsListOutput, error) {
	return answer[BackendJobsListOutput](ctx, c.to, "jobs.list", input)
}

// BackendJobsGetInput is the input of jobs.get.
type BackendJobsGetInput struct {
	Job JobID `json:"job"`
}

// Get is jobs.get. Get a background job.
func (c BackendJobsCalls) Get(ctx context.Context, input BackendJobsGetInput) (Job, error) {
	return answer[Job](ctx, c.to, "jobs.get", input)
}

// BackendJobsRetryInput is the input of jobs.retry.
type BackendJobsRetryInput struct {
	Job JobID `json:"job"`
}

// Retry is jobs.retry. Run a job now that is parked or waits, with all its tries; a running one is
// left as it is.
func (c BackendJobsCalls) Retry(ctx context.Context, input BackendJobsRetryInput) (Job, error) {
	return answer[Job](ctx, c.to, "jobs.retry", input)
}

// BackendJobsClearInput is the input of jobs.clear.
type BackendJobsClearInput struct {
	Job JobID `json:"job"`
}

// Clear is jobs.clear. Delete a job that is parked or waits, so that its work is never done.
func (c BackendJobsCalls) Clear(ctx context.Context, input BackendJobsClearInput) error {
	return c.to.call(ctx, "jobs.clear", input, nil)
}

// BackendBatchInput is the input of batch.
type BackendBatchInput struct {
	// One of "all", "each".
	Mode     string                     `json:"mode"`
	Commands []BackendBatchInputCommand `json:"commands"`
}

// BackendBatchInputCommand is a field of another type.
type BackendBatchInputCommand struct {
	Name  string `json:"name"`
	Input any    `json:"input,omitempty"`
}

// BackendBatchOutput is the output of batch.
type BackendBatchOutput struct {
	Results []BackendBatchOutputResult `json:"results"`
}

// BackendBatchOutputResult is a field of another type.
type BackendBatchOutputResult struct {
	Status int64                          `json:"status"`
	Result json.RawMessage                `json:"result,omitempty"`
	Error  *BackendBatchOutputResultError `json:"error,omitempty"`
}

// BackendBatchOutputResultError is a field of another type.
type BackendBatchOutputResultError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	// The invalid fields, each with what it must be.
	Fields map[string]string `json:"fields,omitempty"`
	// The number of seconds after which to try again.
	RetryAfter int64 `json:"retryAfter,omitempty"`
	// When the ban or mute ends, unless it has no end.
	Until *time.Time `json:"until,omitempty"`
	// The id of an internal error, which the server’s log contains, too.
	ID string `json:"id,omitempty"`
}

// Batch is batch. Run many commands: with mode `all` in order and in one transaction; with `each`
// independently, in no guaranteed order.
func (c BackendCalls) Batch(ctx context.Context, input BackendBatchInput) (BackendBatchOutput, error) {
	return answer[BackendBatchOutput](ctx, c.to, "batch", input)
}
