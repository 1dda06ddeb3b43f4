// Generated from protocol/ by `npm run generate`: do not edit.

declare const brand: unique symbol
/** A string of one kind: a message’s id cannot be used as a room’s. */
export type Branded<Kind extends string> = string & { readonly [brand]: Kind }

/** An object without fields. */
export type Nothing = { readonly [key: string]: never }

/** A unique name: 2 to 32 of a-z, 0-9, `.`, `_` and `-`. Capital letters become lower-case ones. */
export type Handle = Branded<'Handle'>

/** An e-mail address in ASCII. Capital letters become lower-case ones. */
export type Email = Branded<'Email'>

/** The secret of a one-time link. */
export type LinkCode = Branded<'LinkCode'>

/** Any JSON value. A number that 64-bit floating point would change is refused: send it as text. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

/** A JSON object of the app, stored as it was sent. Its keys have no order. */
export type Data = { readonly [key: string]: Json }

export type PasskeyId = Branded<'PasskeyId'>

/** The app’s id of a user to whom it issues tokens, or the server’s id of a guest (`guest_…`) or of a user with an account (`person_…`). */
export type UserId = Branded<'UserId'>

export type LinkId = Branded<'LinkId'>

export type RoomId = Branded<'RoomId'>

/** What happens to a text with a word of the list: it is refused (`refuse`), each character of the word becomes `•` (`mask`), or it is sent and recorded for the staff (`flag`). */
export type WordAction = 'refuse' | 'mask' | 'flag'

export type WordListId = Branded<'WordListId'>

export type IdentityId = Branded<'IdentityId'>

/** A language tag (BCP 47), such as `de` or `pt-BR`. */
export type Locale = Branded<'Locale'>

/** A time zone of the IANA database, such as `Europe/Paris`. */
export type TimeZone = Branded<'TimeZone'>

export type ServerRole = 'administrator' | 'moderator' | 'user'

/** How users enter an open room: every user can join (`open`), or the staff answer the join requests (`request`). */
export type RoomEntry = 'open' | 'request'

/** What users who are not members see of an open room: the whole room (`full`), or its `name`, `question` and settings only (`name`). */
export type RoomPreview = 'full' | 'name'

/** The features to turn on or off. The others stay as they are; in a new room they are those of its type. */
export type FeatureSwitches = {
  readonly typing?: boolean | undefined
  readonly receipts?: boolean | undefined
  readonly reactions?: boolean | undefined
  readonly threads?: boolean | undefined
  readonly presence?: boolean | undefined
}

export type Role = 'owner' | 'admin' | 'moderator' | 'member'

export type MessageId = Branded<'MessageId'>

/** The users that a message mentions. Mentions are not read out of the text. */
export type Mentions = {
  readonly users?: readonly UserId[] | undefined
  /** Mentions all members of the room. */
  readonly room?: true | undefined
  /** Mentions the members who are online now. */
  readonly online?: true | undefined
  readonly roles?: readonly Role[] | undefined
}

export type InvitationId = Branded<'InvitationId'>

export type JoinRequestId = Branded<'JoinRequestId'>

export type RequestId = Branded<'RequestId'>

export type ReportId = Branded<'ReportId'>

export type SessionId = Branded<'SessionId'>

export type NotifyLevel = 'all' | 'mentions' | 'none'

export type SanctionId = Branded<'SanctionId'>

export type AppealOutcome = 'upheld' | 'lifted'

export type SanctionKind = 'ban' | 'mute' | 'shadow_ban'

export type LegalHoldId = Branded<'LegalHoldId'>

export type RequestsFrom = 'everyone' | 'rooms' | 'nobody'

export type ReportReason =
  | 'spam'
  | 'abuse'
  | 'hate'
  | 'sexual'
  | 'violence'
  | 'self_harm'
  | 'illegal'
  | 'other'

export type ReportStatus = 'open' | 'claimed' | 'closed'

export type ReportOutcome = 'dismissed' | 'warned' | 'sanctioned' | 'deleted'

/** A user. `info`: data that the app sets, such as claims of its tokens that Parlance does not use. `role`: the role on the whole server; absent for `user`. A deleted user has no `info`, role and profile, and the name "Deleted user". */
export type User = {
  readonly id: UserId
  readonly name: string
  readonly kind: UserKind
  readonly handle?: string | undefined
  readonly locale?: string | undefined
  readonly timeZone?: string | undefined
  readonly info?: Data | undefined
  readonly role?: ServerRole | undefined
  readonly createdAt: string
  readonly deletedAt?: string | undefined
}

export type UserKind = 'person' | 'guest' | 'bot'

/** A session and its tokens. `accessToken` is sent as `Authorization: Bearer …` until `expiresAt`; then `refreshToken`, which can be used once, gets the next pair. */
export type SignedIn = {
  readonly user: User
  readonly session: SessionId
  readonly accessToken?: string | undefined
  readonly expiresAt: string
  readonly refreshToken?: string | undefined
}

/** How a user signs in. Without `passwordChangedAt` the account has no password. `emailVerified`: whether the user has shown that `email` is theirs; it is absent without `email`. */
export type Account = {
  readonly user: User
  readonly createdAt: string
  readonly passwordChangedAt?: string | undefined
  readonly email?: string | undefined
  readonly emailVerified?: boolean | undefined
  readonly secondFactor?: SecondFactor | undefined
}

/** The codes of an authenticator app (TOTP), which a sign-in with the password needs, too. `recoveryCodesLeft`: the unused recovery codes. */
export type SecondFactor = {
  readonly since: string
  readonly recoveryCodesLeft: number
}

/** A sign-in on one device. `usedAt`: when its tokens were last issued; `address` and `client` (the User-Agent header): of that request. `current`: whether the caller uses it now; absent on the management port. */
export type Session = {
  readonly id: SessionId
  readonly createdAt: string
  readonly usedAt: string
  readonly address: string
  readonly client: string
  readonly current?: boolean | undefined
}

/** The secret for an authenticator app, in base32, and the same as an `otpauth:` URI, for a QR code. No other answer contains it. */
export type NewSecondFactor = {
  readonly secret: string
  readonly uri: string
}

/** Codes that each replace a code of the authenticator app once. No other answer contains them. */
export type RecoveryCodes = {
  readonly recoveryCodes: readonly string[]
}

/** What a browser needs: `PublicKeyCredential.parseCreationOptionsFromJSON` or `…parseRequestOptionsFromJSON` reads `options`. They can be used once, until `expiresAt`. */
export type PasskeyOptions = {
  /** The `publicKey` options, in the JSON form of WebAuthn. */
  readonly options: Data
  readonly expiresAt: string
}

/** A passkey (WebAuthn) with which a user signs in without a password or a code. */
export type Passkey = {
  readonly id: PasskeyId
  readonly name: string
  readonly createdAt: string
  readonly usedAt?: string | undefined
}

/** A one-time link with its secret, which no other answer contains. */
export type NewLink = {
  readonly id: LinkId
  readonly purpose: LinkPurpose
  readonly user?: UserId | undefined
  readonly createdAt: string
  readonly expiresAt: string
  readonly code: LinkCode
}

export type LinkPurpose = 'sign_up' | 'password' | 'administrator' | 'email'

/** A link that can be used once: to sign up, to set the password of `user`, to become the first administrator, or to verify the e-mail address of `user`. Links that the server has mailed are not listed. */
export type Link = {
  readonly id: LinkId
  readonly purpose: LinkPurpose
  readonly user?: UserId | undefined
  readonly createdAt: string
  readonly expiresAt: string
}

/** An act of the staff of a room or of the server, or of the app. `act`: the command. `by`: who did it; the app is the system user, and `key` is its API key, unless that was the operator’s. `user`: on whom. `target`: the id of the message or other object. `before` and `after`: what has changed. */
export type AuditEntry = {
  readonly seq: number
  readonly at: string
  readonly act: string
  readonly by: UserId
  readonly key?: KeyId | undefined
  readonly room?: RoomId | undefined
  readonly user?: UserId | undefined
  readonly target?: string | undefined
  readonly reason?: string | undefined
  readonly before?: Data | undefined
  readonly after?: Data | undefined
}

export type KeyId = Branded<'KeyId'>

/** Words that are refused, masked or flagged in messages, of the whole server, or of one `room`. Lists of lists have no `words`. */
export type WordList = {
  readonly id: WordListId
  readonly name: string
  readonly action: WordAction
  readonly wordCount: number
  readonly words?: readonly string[] | undefined
  readonly room?: RoomId | undefined
  readonly createdAt: string
  readonly updatedAt: string
}

/** An issuer of OpenID Connect at which users can sign in. */
export type Provider = {
  readonly provider: string
  readonly name: string
}

/** A user of an issuer (OpenID Connect) who signs in to the account. Without `provider` the operator has removed the issuer. `usedAt`: the last sign-in. */
export type Identity = {
  readonly id: IdentityId
  readonly provider?: string | undefined
  readonly issuer: string
  readonly createdAt: string
  readonly usedAt: string
}

/** The room that is the lobby. */
export type Lobby = {
  readonly room: RoomId
}

/** What the operator allows to people who are not signed in. `guests`: whether a name is enough. `accounts`: whether everybody can sign up (`open`), only people with a one-time link (`invite`), or there are no accounts (`off`). `mail`: whether the server sends mails, such as a link for a forgotten password. `providers`: where else people can sign in. */
export type Server = {
  readonly guests: boolean
  readonly accounts: 'open' | 'invite' | 'off'
  readonly mail: boolean
  readonly providers: readonly Provider[]
}

/** A quota of a user: `rooms` that the user owns, `invitations` of the user that are open, and per day (until `renewsAt`) rooms created, bytes of text and data sent, and events caused, each counted once and once for every delivery. `custom`: the app has set the limit for this user. `used` of a day may be some seconds old. */
export type Quota = {
  readonly name: QuotaName
  readonly limit: number
  readonly used: number
  readonly custom: boolean
  readonly renewsAt?: string | undefined
}

export type QuotaName = 'rooms' | 'invitations' | 'roomsPerDay' | 'textBytesPerDay' | 'eventsPerDay'

/** A room. `seq`: the last seq of its log. A dm has no name: clients show the other user’s name. `history`: whether new members see earlier messages. `features`: as they are set; no typing, receipt or presence event is published while a room has more than 200 members. Only open rooms have `entry` and `preview`; `question` is what the staff ask in a join request. `slowSeconds`: in slow mode, how many seconds a member waits between two messages; the staff do not wait. With the preview `name`, users who are not members receive no `topic` and no `data`, and `memberCount` and `seq` are 0. */
export type Room = {
  readonly id: RoomId
  readonly type: RoomType
  readonly name?: string | undefined
  readonly topic?: string | undefined
  readonly data?: Data | undefined
  readonly readOnly: boolean
  readonly history: 'all' | 'joined'
  readonly features: Features
  readonly entry?: RoomEntry | undefined
  readonly question?: string | undefined
  readonly preview?: RoomPreview | undefined
  readonly slowSeconds?: number | undefined
  /** After how many seconds a message of the room disappears. */
  readonly retentionSeconds?: number | undefined
  readonly memberCount: number
  readonly seq: number
  readonly createdAt: string
  readonly archivedAt?: string | undefined
}

export type RoomType = 'dm' | 'group' | 'public' | 'announcement'

/** The features of a room: each is on or off. */
export type Features = {
  readonly typing: boolean
  readonly receipts: boolean
  readonly reactions: boolean
  readonly threads: boolean
  readonly presence: boolean
}

/** A room of the caller, with the caller’s role, read pointer, unread counts and preferences. */
export type MyRoom = {
  readonly id: RoomId
  readonly type: RoomType
  readonly name?: string | undefined
  readonly topic?: string | undefined
  readonly data?: Data | undefined
  readonly readOnly: boolean
  readonly history: 'all' | 'joined'
  readonly features: Features
  readonly entry?: RoomEntry | undefined
  readonly question?: string | undefined
  readonly preview?: RoomPreview | undefined
  readonly slowSeconds?: number | undefined
  /** After how many seconds a message of the room disappears. */
  readonly retentionSeconds?: number | undefined
  readonly memberCount: number
  readonly seq: number
  readonly createdAt: string
  readonly archivedAt?: string | undefined
  readonly role: Role
  /** The seq of the caller’s joining. Earlier messages are not unread. */
  readonly joinedSeq: number
  readonly readSeq: number
  /** The caller’s "unread from here" mark: the room is shown as unread from this seq on. */
  readonly unreadFrom?: number | undefined
  /** The number of unread messages. 1000 means 1000 or more. */
  readonly unread: number
  /** The number of unread messages that mention the caller. */
  readonly mentions: number
  readonly preferences: Preferences
  readonly lastMessage?: Message | undefined
}

/** A user’s own settings for a room. `position`: the place in the user’s own list. `receipts`: whether other members see the read pointer. `hiddenSeq`: the room is hidden from the list of rooms until it has a message after this seq. */
export type Preferences = {
  readonly notify: NotifyLevel
  readonly mutedUntil?: string | undefined
  readonly favourite: boolean
  readonly position?: number | undefined
  readonly receipts: 'public' | 'private'
  readonly hiddenSeq?: number | undefined
}

/** A message. `seq`: that of the event that created it. `version` increases with every edit and when the message is restored. A deleted message keeps its id and seq, without text. */
export type Message = {
  readonly id: MessageId
  readonly room: RoomId
  readonly seq: number
  readonly version: number
  readonly sender: Sender
  readonly text: string
  readonly data?: Data | undefined
  /** A system message: it reports what happened, and does not count as unread. */
  readonly system?: true | undefined
  /** A silent message does not count as unread, and is no reason for a notification. */
  readonly silent?: true | undefined
  readonly replyTo?: MessageId | undefined
  readonly quote?: Quote | undefined
  /** The root of the thread that contains the message. Only with `inRoom` it is in the room’s history, too. */
  readonly thread?: MessageId | undefined
  readonly inRoom?: true | undefined
  readonly replies?: Replies | undefined
  readonly mentions?: Mentions | undefined
  readonly reactions?: readonly ReactionSummary[] | undefined
  readonly pinnedAt?: string | undefined
  readonly clientId?: string | undefined
  readonly createdAt: string
  readonly editedAt?: string | undefined
  readonly deletedAt?: string | undefined
  /** Only the sender and the staff see the message, and only the staff see this field. It does not count as unread. */
  readonly hidden?: true | undefined
  /** When the message disappears: from then on it is a deleted message. */
  readonly expiresAt?: string | undefined
  /** The parts that were left out. Only the answer to the sender contains this field. */
  readonly ignored?: Ignored | undefined
}

/** The id and name of a user. */
export type Sender = {
  readonly id: UserId
  readonly name: string
}

/** The message that a reply answers, as it is now. A deleted message, or one that the caller may not see, has no text. */
export type Quote = {
  readonly id: MessageId
  readonly seq: number
  readonly sender: Sender
  readonly text?: string | undefined
  readonly deletedAt?: string | undefined
}

/** The replies in a thread: their number, and the last one. */
export type Replies = {
  readonly count: number
  readonly lastSeq: number
  readonly lastAt: string
}

/** An emoji on a message, and how many users added it. */
export type ReactionSummary = {
  /** One emoji (of Unicode’s RGI set), or a `:name:` that the app defines. */
  readonly emoji: string
  readonly count: number
  /** The caller is one of them. Events do not contain it: they are the same for all. */
  readonly mine?: true | undefined
}

/** The parts of a command that were left out: mentions of users who have left the room. */
export type Ignored = {
  readonly mentions: readonly UserId[]
}

/** An opaque string that says how far a client has received events, over all its logs. */
export type Cursor = Branded<'Cursor'>

/** A user in a room. `readSeq` and `deliveredSeq`: the read and delivered pointers, as far as the member shows them. `mutedUntil`: the end of a mute in this room, in the year 9999 for one without an end. */
export type Member = {
  readonly user: {
    readonly id: UserId
    readonly name: string
    readonly kind: UserKind
  }
  readonly role: Role
  readonly readSeq: number
  readonly deliveredSeq: number
  readonly joinedAt: string
  readonly mutedUntil?: string | undefined
}

/** An earlier version of a message. */
export type Version = {
  readonly version: number
  readonly text: string
  readonly data?: Data | undefined
  readonly at: string
}

/** A message that matches a search, with pieces of its text around the first match. */
export type SearchHit = {
  readonly message: Message
  readonly fragments: readonly Fragment[]
}

/** A piece of a message’s text. `found`: whether it matches the query. */
export type Fragment = {
  readonly text: string
  readonly found: boolean
}

/** A user who has read a message, and when they first had. */
export type ReadReceipt = {
  readonly user: Sender
  readonly at: string
}

/** A thread of the caller, with the caller’s read pointer and the number of unread replies. */
export type Thread = {
  readonly root: Message
  readonly following: boolean
  readonly readSeq: number
  readonly unread: number
}

/** An emoji that a user added to a message. */
export type Reaction = {
  readonly user: Sender
  /** One emoji (of Unicode’s RGI set), or a `:name:` that the app defines. */
  readonly emoji: string
  readonly at: string
}

/** A message that mentions the caller. */
export type Mention = {
  readonly room: RoomId
  readonly message: Message
}

/** Whether a user may use a command, and the rule that decides. `condition`: the condition of the room that is not met. `role`: the user’s role in the room. `code`: the refusal of the command. `reason`: the rule in words. */
export type Explanation = {
  readonly command: string
  readonly user: UserId
  readonly allowed: boolean
  readonly rule: PermissionRule
  readonly condition?: PermissionCondition | undefined
  readonly role?: Role | undefined
  readonly serverRole: ServerRole
  readonly code?: string | undefined
  readonly reason: string
}

export type PermissionRule =
  | 'everyone'
  | 'server_role'
  | 'membership'
  | 'visitor'
  | 'room_role'
  | 'own'
  | 'dm'
  | 'condition'
  | 'rank'
  | 'consent'
  | 'object'

export type PermissionCondition =
  | 'notArchived'
  | 'notMuted'
  | 'canSend'
  | 'typing'
  | 'receipts'
  | 'reactions'
  | 'threads'
  | 'presence'

/** An invitation to a room, for one user or for every user who has its code. */
export type Invitation = {
  readonly id: InvitationId
  readonly room: RoomId
  readonly roomName?: string | undefined
  readonly by: Sender
  readonly user?: UserId | undefined
  readonly uses: number
  readonly maxUses?: number | undefined
  readonly expiresAt?: string | undefined
  readonly createdAt: string
}

/** A request of `user` to join a room. `answer`: what the user answered to the `question` of the room; it is erased when the request ends. */
export type JoinRequest = {
  readonly id: JoinRequestId
  readonly room: RoomId
  readonly roomName?: string | undefined
  readonly user: Sender
  readonly answer?: string | undefined
  readonly createdAt: string
}

/** A user whom the caller has blocked. The user does not learn of it. */
export type Block = {
  readonly createdAt: string
  readonly user: UserId
}

/** A ban, mute or shadow ban of `user`, or a ban of the network `addresses`: in `room`, or on the whole server. Without `until` it has no end. `endedAt`: when it was lifted or replaced. Only the staff sees `by`. */
export type Sanction = {
  readonly id: SanctionId
  readonly kind: SanctionKind
  readonly user?: Sender | undefined
  readonly addresses?: string | undefined
  readonly room?: RoomId | undefined
  readonly until?: string | undefined
  readonly reason?: string | undefined
  readonly createdAt: string
  readonly by?: UserId | undefined
  readonly endedAt?: string | undefined
  readonly appeal?: Appeal | undefined
}

/** What the user said against a sanction. `outcome` and `note`: the answer of the staff; `upheld`: the sanction stays. */
export type Appeal = {
  readonly text: string
  readonly at: string
  readonly outcome?: AppealOutcome | undefined
  readonly note?: string | undefined
}

/** The erasure of a user, and its receipt. `messages`: whether the messages stay, under the name of a deleted user. `state`: `waiting` until a legal hold ends; `running`; `done`, at `finishedAt`. `erased`: what was erased so far. */
export type Erasure = {
  readonly id: ErasureId
  readonly user: UserId
  readonly messages: 'keep' | 'delete'
  readonly state: 'waiting' | 'running' | 'done'
  readonly erased: readonly ErasedRows[]
  readonly createdAt: string
  readonly finishedAt?: string | undefined
}

export type ErasureId = Branded<'ErasureId'>

/** How many rows of a table were erased or emptied. */
export type ErasedRows = {
  readonly table: string
  readonly count: number
}

/** A copy of all data of a user, and its receipt. `state`: `waiting` until a legal hold ends; `running`; `ready`, from `finishedAt` to `until`; `over` when the file was removed. `files` and `bytes` (compressed): what is done so far. The file is at `GET /api/v1/me/exports/:export/file`, with a token or with `?ticket=`; on the management port at `GET /api/v1/exports/:export/file`. */
export type Export = {
  readonly id: ExportId
  readonly user: UserId
  readonly requestedBy: 'user' | 'app'
  readonly state: 'waiting' | 'running' | 'ready' | 'over'
  readonly files: readonly ExportedFile[]
  readonly bytes: number
  readonly createdAt: string
  readonly finishedAt?: string | undefined
  readonly until?: string | undefined
}

export type ExportId = Branded<'ExportId'>

/** A file in the ZIP, and how many rows it has. */
export type ExportedFile = {
  readonly name: string
  readonly rows: number
}

/** While it is in force, `user` or `room` is not erased: no erasure, no deletion of the whole, and no end of what is kept. Only administrators see it. */
export type LegalHold = {
  readonly id: LegalHoldId
  readonly user?: UserId | undefined
  readonly room?: RoomId | undefined
  readonly reason: string
  readonly createdAt: string
  readonly by: UserId
}

/** A request of one user (`from`) to talk to another (`user`). It says nothing about the other user, who may not exist. */
export type ContactRequest = {
  readonly id: RequestId
  readonly from: Sender
  readonly user: UserId
  readonly text?: string | undefined
  readonly createdAt: string
  readonly expiresAt: string
}

/** Who may reach the user; only the user can read it. `everyone`: users in common rooms directly, all others by a request. `rooms`: users in common rooms directly; the requests of others are dropped. `nobody`: only users whom the user has accepted; all requests are dropped. */
export type Consent = {
  readonly requestsFrom: RequestsFrom
}

/** A report of the caller. The outcome is for the staff. */
export type MyReport = {
  readonly report: ReportId
  readonly status: 'open' | 'closed'
  readonly room?: RoomId | undefined
  readonly user: UserId
  readonly message?: MessageId | undefined
  readonly reason: ReportReason
  readonly createdAt: string
}

/** A report of a message or of a user, for the staff. `user`: who is reported. `reason`: that of the first reporter; `reporters`: how many users have reported the same. The server itself reports messages that it flags. */
export type Report = {
  readonly id: ReportId
  readonly status: ReportStatus
  readonly room?: RoomId | undefined
  readonly user: Sender
  readonly message?: MessageRef | undefined
  readonly reason: ReportReason
  readonly reporters: number
  readonly createdAt: string
  readonly claimedBy?: Sender | undefined
  readonly claimedAt?: string | undefined
  readonly closedBy?: Sender | undefined
  readonly closedAt?: string | undefined
  readonly outcome?: ReportOutcome | undefined
  readonly note?: string | undefined
}

/** A reference to a message: its id and its seq in the room. */
export type MessageRef = {
  readonly id: MessageId
  readonly seq: number
}

/** A report with its first 20 reporters and its evidence, in the order of the room. */
export type ReportDetails = {
  readonly report: Report
  readonly reporters: readonly Reporter[]
  readonly evidence: readonly Evidence[]
}

/** Who has reported, and why. The text is erased when the report is closed. */
export type Reporter = {
  readonly user: Sender
  readonly reason: ReportReason
  readonly text?: string | undefined
  readonly at: string
}

/** A message as it was at the time of a report: the reported one, or one shortly before or after it. It is erased when the report is closed. */
export type Evidence = {
  readonly message: MessageRef
  readonly version: number
  readonly sender: Sender
  readonly text: string
  readonly data?: Data | undefined
  readonly createdAt: string
  readonly copiedAt: string
}

/** The presence of a user. `lastSeenAt`: when an offline user was last online. */
export type Presence = {
  readonly user: Sender
  readonly state: PresenceState
  readonly status?: string | undefined
  readonly lastSeenAt?: string | undefined
}

export type PresenceState = 'online' | 'away' | 'offline'

/** The name, `info`, server role or profile of the user changed. */
export type UserUpdated = {
  readonly type: 'user.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly user: User
}

/** The log of a room (its id), or of a user’s own data (`user:` and the user’s id). */
export type Log = RoomId | `user:${UserId}`

/** The user was deleted. It is the last event of its log, and closes the user’s connections. */
export type UserDeleted = {
  readonly type: 'user.deleted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly user: User
}

/** The password, a passkey or the second factor of the account has changed, so that other devices can ask whether it was the user. */
export type AccountUpdated = {
  readonly type: 'account.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly change: AccountChange
}

/** What has changed in how a user signs in. */
export type AccountChange =
  | 'password_changed'
  | 'passkey_created'
  | 'passkey_deleted'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'recovery_codes_created'

/** A session of the user ended. It is the last event that the connections of the session receive. Without `session`, it ends the connections that the user opened as a guest. */
export type SessionEnded = {
  readonly type: 'session.ended'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly session?: SessionId | undefined
  readonly reason: SessionEnd
}

/** Why a session has ended. `reuse`: an old refresh token was used, so somebody may have copied it. */
export type SessionEnd =
  | 'signed_out'
  | 'signed_out_everywhere'
  | 'password_changed'
  | 'signed_up'
  | 'reuse'
  | 'too_many'
  | 'by_app'

/** An identity was added to the account, also by its first sign-in. */
export type IdentityCreated = {
  readonly type: 'identity.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly identity: IdentityId
}

/** An identity was removed from the account. */
export type IdentityDeleted = {
  readonly type: 'identity.deleted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly identity: IdentityId
}

/** A room was created. */
export type RoomCreated = {
  readonly type: 'room.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: Room
  readonly by: Sender
}

/** A room changed. `room`: the room as it is now. */
export type RoomUpdated = {
  readonly type: 'room.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: Room
  readonly by: Sender
}

/** A room was deleted. It is the last event of its log. */
export type RoomDeleted = {
  readonly type: 'room.deleted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly by: Sender
}

/** A user became a member. `room`: the room, for the user who joined. */
export type MemberJoined = {
  readonly type: 'member.joined'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly member: Member
  readonly room: Room
  readonly by: Sender
}

/** The role, name or `info` of a member changed. `user`: the user as they are now, with their `info`. */
export type MemberUpdated = {
  readonly type: 'member.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly member: Member
  readonly user: User
  readonly by: Sender
}

/** A user left, or was removed if `by` is another user. It is the last event of the room that the user receives. */
export type MemberLeft = {
  readonly type: 'member.left'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly user: Sender
  readonly by: Sender
  readonly memberCount: number
}

/** A message was sent. `root`: the root of its thread. */
export type MessageCreated = {
  readonly type: 'message.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: Message
  readonly root?: ThreadRoot | undefined
}

/** The root of a thread, with its replies as they are now. */
export type ThreadRoot = {
  readonly id: MessageId
  readonly seq: number
  readonly replies: Replies
}

/** A message was edited, or restored after its deletion. */
export type MessageUpdated = {
  readonly type: 'message.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: Message
  readonly root?: ThreadRoot | undefined
}

/** A message was deleted. */
export type MessageDeleted = {
  readonly type: 'message.deleted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: Message
  readonly by: Sender
  readonly root?: ThreadRoot | undefined
}

/** The read pointer of a member moved. */
export type ReceiptRead = {
  readonly type: 'receipt.read'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly user: Sender
  readonly readSeq: number
}

/** The delivered pointer of a member moved. */
export type ReceiptDelivered = {
  readonly type: 'receipt.delivered'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly user: Sender
  readonly deliveredSeq: number
}

/** The user followed, unfollowed or read a thread. */
export type ThreadUpdated = {
  readonly type: 'thread.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly thread: MessageId
  readonly following: boolean
  readonly readSeq: number
}

/** A user added a reaction. */
export type ReactionAdded = {
  readonly type: 'reaction.added'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: MessageRef
  /** One emoji (of Unicode’s RGI set), or a `:name:` that the app defines. */
  readonly emoji: string
  readonly user: Sender
  /** All reactions on the message now. */
  readonly reactions: readonly ReactionSummary[]
}

/** A user removed a reaction. */
export type ReactionRemoved = {
  readonly type: 'reaction.removed'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: MessageRef
  /** One emoji (of Unicode’s RGI set), or a `:name:` that the app defines. */
  readonly emoji: string
  readonly user: Sender
  /** All reactions on the message now. */
  readonly reactions: readonly ReactionSummary[]
}

/** A message mentions the user to whose log this event belongs. */
export type MentionCreated = {
  readonly type: 'mention.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly message: MessageRef
  readonly by: Sender
}

/** A message was pinned. */
export type MessagePinned = {
  readonly type: 'message.pinned'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: MessageRef
  readonly by: Sender
}

/** A message was unpinned. */
export type MessageUnpinned = {
  readonly type: 'message.unpinned'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly message: MessageRef
  readonly by: Sender
}

/** The user’s preferences for a room, or the "unread from here" mark, changed. */
export type PreferencesUpdated = {
  readonly type: 'preferences.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly room: RoomId
  readonly preferences: Preferences
  readonly unreadFrom?: number | undefined
}

/** An invitation was created. The event is in the log of the invited user, or of the creator if it has a code. */
export type InvitationCreated = {
  readonly type: 'invitation.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly invitation: Invitation
}

/** An invitation was used. */
export type InvitationUpdated = {
  readonly type: 'invitation.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly invitation: Invitation
}

/** An invitation was used up, deleted or declined, or has expired. */
export type InvitationDeleted = {
  readonly type: 'invitation.deleted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly invitation: InvitationId
}

/** A user asked to join a room. The events of a join request are in the log of this user and in those of the staff of the room: at most 20 members, those with the highest roles. */
export type JoinRequestCreated = {
  readonly type: 'joinRequest.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly joinRequest: JoinRequest
}

/** A join request was accepted. The `member.joined` of the room follows. */
export type JoinRequestAccepted = {
  readonly type: 'joinRequest.accepted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly joinRequest: JoinRequestId
  readonly room: RoomId
  readonly by: Sender
}

/** A join request was declined. `declinedBy` is for the staff only. */
export type JoinRequestDeclined = {
  readonly type: 'joinRequest.declined'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly joinRequest: JoinRequestId
  readonly room: RoomId
  readonly declinedBy?: Sender | undefined
}

/** A join request ended without an answer: it was withdrawn, its user became a member in another way or was deleted, or the room was deleted. */
export type JoinRequestDeleted = {
  readonly type: 'joinRequest.deleted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly joinRequest: JoinRequestId
  readonly room: RoomId
}

/** The user blocked another user. */
export type BlockCreated = {
  readonly type: 'block.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly block: Block
}

/** The user unblocked another user. */
export type BlockDeleted = {
  readonly type: 'block.deleted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly user: UserId
}

/** A user was banned or muted. It is in the log of the user and in those of the staff: of at most 20 users, those with the highest roles. The user receives nothing of a shadow ban. After a ban from the server it is the last event that the user’s connections receive. */
export type SanctionCreated = {
  readonly type: 'sanction.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly sanction: Sanction
}

/** The user appealed against a ban or mute, or the staff answered. It is in the log of the user and in those of the staff: of at most 20 users, those with the highest roles. */
export type SanctionUpdated = {
  readonly type: 'sanction.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly sanction: Sanction
}

/** A ban or mute was lifted or replaced. One with an end ends without this event. It is in the log of the user and in those of the staff: of at most 20 users, those with the highest roles. */
export type SanctionEnded = {
  readonly type: 'sanction.ended'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly sanction: SanctionId
}

/** An export that the user has asked for is ready. It is in the user’s own log. */
export type ExportFinished = {
  readonly type: 'export.finished'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly export: ExportId
}

/** A request was created. The event is in the log of the user who asked, and of the other user, unless the request was dropped. */
export type RequestCreated = {
  readonly type: 'request.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly request: ContactRequest
}

/** A request was accepted. The event is in the logs of both users. `room`: their dm. */
export type RequestAccepted = {
  readonly type: 'request.accepted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly request: RequestId
  readonly room: RoomId
}

/** A request was declined. The event is only in the log of the user who declined. */
export type RequestDeclined = {
  readonly type: 'request.declined'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly request: RequestId
}

/** A request was withdrawn. */
export type RequestDeleted = {
  readonly type: 'request.deleted'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly request: RequestId
}

/** The user changed who may reach them. */
export type ConsentUpdated = {
  readonly type: 'consent.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly consent: Consent
}

/** The log has an event at this seq that the user does not receive. It keeps the seqs without a gap, and has no other meaning. */
export type EventSkipped = {
  readonly type: 'event.skipped'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
}

/** Something was reported. The events of a report are in the logs of the staff of the room and of the server who can see it: of at most 20 each. */
export type ReportCreated = {
  readonly type: 'report.created'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly report: ReportId
}

/** A report was claimed or closed: read it again. The first reporters receive that it was closed, too. */
export type ReportUpdated = {
  readonly type: 'report.updated'
  /** The log that contains the event. */
  readonly log: Log
  readonly seq: number
  /** The cursor after this event, over all logs: send it back to resume. */
  readonly cursor: Cursor
  readonly at: string
  readonly report: ReportId
}

/** A user is typing. It ends at `until` unless it is reported again. */
export type TypingStarted = {
  readonly type: 'typing.started'
  readonly log: RoomId
  readonly user: Sender
  readonly at: string
  readonly thread?: MessageId | undefined
  readonly until: string
}

/** A user stopped typing. */
export type TypingStopped = {
  readonly type: 'typing.stopped'
  readonly log: RoomId
  readonly user: Sender
  readonly at: string
  readonly thread?: MessageId | undefined
}

/** The presence of a member changed. */
export type PresenceChanged = {
  readonly type: 'presence.changed'
  readonly log: RoomId
  readonly user: Sender
  readonly at: string
  readonly state: PresenceState
  readonly status?: string | undefined
  readonly lastSeenAt?: string | undefined
}

/** Every event. */
export type Event =
  | UserUpdated
  | UserDeleted
  | AccountUpdated
  | SessionEnded
  | IdentityCreated
  | IdentityDeleted
  | RoomCreated
  | RoomUpdated
  | RoomDeleted
  | MemberJoined
  | MemberUpdated
  | MemberLeft
  | MessageCreated
  | MessageUpdated
  | MessageDeleted
  | ReceiptRead
  | ReceiptDelivered
  | ThreadUpdated
  | ReactionAdded
  | ReactionRemoved
  | MentionCreated
  | MessagePinned
  | MessageUnpinned
  | PreferencesUpdated
  | InvitationCreated
  | InvitationUpdated
  | InvitationDeleted
  | JoinRequestCreated
  | JoinRequestAccepted
  | JoinRequestDeclined
  | JoinRequestDeleted
  | BlockCreated
  | BlockDeleted
  | SanctionCreated
  | SanctionUpdated
  | SanctionEnded
  | ExportFinished
  | RequestCreated
  | RequestAccepted
  | RequestDeclined
  | RequestDeleted
  | ConsentUpdated
  | EventSkipped
  | ReportCreated
  | ReportUpdated

/** Every ephemeral event: in no log, without a seq, never replayed. */
export type EphemeralEvent = TypingStarted | TypingStopped | PresenceChanged

export type EventType = Event['type']
export type EphemeralEventType = EphemeralEvent['type']
export type ReceivedEvent = Event | EphemeralEvent
export type EventOf<T extends ReceivedEvent['type']> = Extract<ReceivedEvent, { readonly type: T }>

/** The code of a refusal. */
export type RefusalCode =
  /** The text is not valid JSON: send one JSON value in UTF-8. */
  | 'invalid_json'
  /** The frame is not valid at this point: send hello first, and then commands or pings. */
  | 'invalid_frame'
  /** The input is not valid: correct the named fields. */
  | 'invalid_input'
  /** This server did not issue the cursor: read the state again, and use the cursor that comes with it. */
  | 'invalid_cursor'
  /** The Host header is malformed or names another server: use an address of this server. */
  | 'invalid_host'
  /** The GraphQL operation does not match the schema: see /schema.graphql. */
  | 'invalid_operation'
  /** This server runs only registered GraphQL operations: ask its operator to register this one. */
  | 'unknown_operation'
  /** The GraphQL operation exceeds the limits: request less at once. */
  | 'too_complex'
  /** No command has this name: use a name from the API documents. */
  | 'unknown_command'
  /** A token is required: sign in, and send the token. */
  | 'unauthenticated'
  /** The token is not valid: get a new one. */
  | 'invalid_token'
  /** The API key is not valid: use the operator’s key, or another key that was not deleted. */
  | 'invalid_key'
  /** The token has expired: get a new one. */
  | 'token_expired'
  /** The session was ended: sign in again. */
  | 'session_ended'
  /** The login or the password is wrong: check both, and try again. */
  | 'wrong_credentials'
  /** The account has a second factor: send the code of the authenticator app, or a recovery code. */
  | 'second_factor_required'
  /** The code is wrong, or was used before: wait until the app shows the next one, and try again. */
  | 'wrong_code'
  /** The passkey is not valid here, or its options were used or have expired: get new options, and try again. */
  | 'passkey_refused'
  /** This needs a proof that it is you: send the current password, or sign in again first. */
  | 'proof_required'
  /** The identity belongs to another account: sign in with it, or remove it there first. */
  | 'identity_taken'
  /** This is the last way to sign in to the account: set a password, or add a passkey or another identity first. */
  | 'last_sign_in'
  /** Another account has verified this e-mail address: sign in with that account, or use another address. */
  | 'email_taken'
  /** The link was used, has expired, was deleted, or never existed: ask for a new one. */
  | 'link_over'
  /** The sign-in was begun elsewhere, too long ago, or by another user: begin again. */
  | 'flow_over'
  /** The provider did not let the user sign in: begin again, or choose another way. */
  | 'sign_in_refused'
  /** The provider gave no valid answer: begin again, or ask the operator, whose log has the reason. */
  | 'provider_failed'
  /** The first frame must be hello: connect again, and send it first. */
  | 'hello_missing'
  /** No hello arrived within 10 seconds: connect again, and send it first. */
  | 'hello_late'
  /** You are not permitted to do this: ask the staff of the room, or the operator. */
  | 'forbidden'
  /** The user must agree first: send a request (requests.create) or an invitation (invitations.create), and wait until it is accepted. */
  | 'consent_required'
  /** You are banned: wait until the ban ends, or appeal against it (sanctions.appeal). */
  | 'banned'
  /** You are muted: you can read, but not write until the mute ends. */
  | 'muted'
  /** A legal hold keeps these data: wait until an administrator has lifted it (legalHolds.delete). */
  | 'legal_hold'
  /** The user was deleted permanently: use another user. */
  | 'user_deleted'
  /** The export is not ready: wait for export.finished, or read its state. */
  | 'export_unfinished'
  /** The file of this export was removed: ask for a new export. */
  | 'export_over'
  /** Another member of the staff works on the report: leave it to them, or take it over (takeOver). */
  | 'report_claimed'
  /** The report was closed: list the open reports again. */
  | 'report_over'
  /** The text is not permitted here: change it. */
  | 'text_refused'
  /** The message could not be checked, so it was not sent: try again in a few seconds. */
  | 'check_failed'
  /** The room is in slow mode: wait, and send the message again. */
  | 'slow_mode'
  /** Pages of this origin cannot call this server: ask its operator to add the origin to PARLANCE_ORIGINS. */
  | 'origin_refused'
  /** The object does not exist, or you cannot see it: check the id, and whether you are a member. */
  | 'not_found'
  /** This address does not support the method: use one that the Allow header lists. */
  | 'method_not_allowed'
  /** Another user has this handle, or one that looks like it: choose another one. */
  | 'handle_taken'
  /** The last owner of a room must stay its owner: make another member owner first. */
  | 'last_owner'
  /** The last administrator of the server must stay one: make another user administrator first. */
  | 'last_administrator'
  /** A user can be in 1000 rooms at most, and in as many again to which others added them: leave another room first. */
  | 'too_many_rooms'
  /** The other user left the dm or was deleted, so it accepts no messages: create the dm again, or leave it. */
  | 'dm_over'
  /** The room is archived, so it accepts no messages, reactions, pins or invitations: ask an owner or admin to end the archiving. */
  | 'archived'
  /** The feature is turned off in this room: ask an owner or admin to turn it on. */
  | 'feature_off'
  /** The message was edited in the meantime: read it again, and edit its latest version. */
  | 'edit_conflict'
  /** The message was deleted: its author can restore it for 60 seconds after deleting it. */
  | 'deleted'
  /** The author can restore a message for 60 seconds after deleting it: send a new message. */
  | 'too_late'
  /** The job is running: wait until it has ended, or has failed. */
  | 'job_running'
  /** The limit is reached: remove one before you add another. */
  | 'too_many'
  /** The invitation is used up, has expired, was deleted, or never existed: ask for a new one. */
  | 'invitation_over'
  /** This room is joined on request: send a join request, or ask its staff for an invitation. */
  | 'join_request_required'
  /** The staff of the room declined your requests for good: ask them for an invitation. */
  | 'join_request_declined'
  /** The join request was answered or withdrawn, or has ended with its user or room: list the join requests again. */
  | 'join_request_over'
  /** The read pointer is already further: send its seq or a later one. */
  | 'read_behind'
  /** The room has no event with this seq yet: send at most the last seq of the room. */
  | 'read_ahead'
  /** The body has a Content-Encoding: send it without one. */
  | 'unsupported_encoding'
  /** The request is too large: send less at once. */
  | 'too_large'
  /** Too many requests: wait, and try again. */
  | 'rate_limited'
  /** The quota of the day is used up: try again after midnight UTC, or ask the operator for more. */
  | 'quota_reached'
  /** Too many connections are open: close one, or try again when one has ended. */
  | 'too_many_connections'
  /** The body ended before it was complete: send it again. */
  | 'body_incomplete'
  /** Internal error: report the id to the operator of this server, whose log contains it. */
  | 'internal'
  /** The server cannot do this at the moment: try again in a few seconds. */
  | 'unavailable'

/** `signal`: aborts a call. A call that was not sent yet is never sent. */
export type CallOptions = { readonly signal?: AbortSignal | undefined }

/** The input and output of each command. */
export type Commands = {
  /** Sign in as a guest with a name only, if the operator allows guests */
  'guests.create': {
    readonly input: {
      readonly name: string
    }
    readonly output: {
      readonly token: string
      readonly user: User
    }
  }
  /** Sign up with a handle and a password, and sign in. With `guestToken`, the guest keeps their id, rooms and messages. With `email`, a link to verify the address is mailed */
  'accounts.create': {
    readonly input: {
      readonly handle: Handle
      /** 8 to 256 characters, also after NFKC. */
      readonly password: string
      readonly name?: string | undefined
      readonly email?: Email | undefined
      readonly link?: LinkCode | undefined
      readonly guestToken?: string | undefined
      /** Over REST only: the tokens are set as HttpOnly cookies, and are not in the answer. */
      readonly cookie?: true | undefined
    }
    readonly output: SignedIn
  }
  /** Get the caller’s own account */
  'accounts.get': { readonly input: Nothing; readonly output: Account }
  /** Change the caller’s handle, e-mail address or password. A new password ends all other sessions. A link to verify the address is mailed, also if it is the same and was not verified; null removes the address */
  'accounts.update': {
    readonly input: {
      readonly handle?: Handle | undefined
      readonly email?: Email | null | undefined
      /** 8 to 256 characters, also after NFKC. */
      readonly password?: string | undefined
      readonly currentPassword?: string | undefined
    }
    readonly output: Account
  }
  /** Delete the caller’s account and user permanently; the messages stay */
  'accounts.delete': {
    readonly input: {
      readonly password?: string | undefined
    }
    readonly output: Nothing
  }
  /** Verify the e-mail address of an account by the link that was mailed to it */
  'emails.verify': {
    readonly input: {
      readonly link: LinkCode
    }
    readonly output: Nothing
  }
  /** Mail a link to set a new password, if the login belongs to an account with a verified e-mail address. The answer is the same for every login */
  'passwords.requestReset': {
    readonly input: {
      readonly login: string
    }
    readonly output: Nothing
  }
  /** Set a new password by a one-time link. It ends all sessions of the user */
  'passwords.reset': {
    readonly input: {
      readonly link: LinkCode
      /** 8 to 256 characters, also after NFKC. */
      readonly password: string
    }
    readonly output: Nothing
  }
  /** Sign in with a handle or a verified e-mail address, a password, and a code if the account has a second factor (second_factor_required) */
  'sessions.create': {
    readonly input: {
      readonly login: string
      readonly password: string
      /** The code that the authenticator app shows now, or a recovery code. */
      readonly code?: string | undefined
      /** Over REST only: the tokens are set as HttpOnly cookies, and are not in the answer. */
      readonly cookie?: true | undefined
    }
    readonly output: SignedIn
  }
  /** Get the next pair of tokens, by the refresh token or its cookie. A refresh token that was used before ends the session */
  'sessions.refresh': {
    readonly input: {
      readonly refreshToken?: string | undefined
    }
    readonly output: SignedIn
  }
  /** List the caller’s sessions, the last used first */
  'sessions.list': {
    readonly input: Nothing
    readonly output: {
      readonly sessions: readonly Session[]
    }
  }
  /** End one of the caller’s sessions; `current` signs out here */
  'sessions.delete': {
    readonly input: {
      readonly session: string
    }
    readonly output: Nothing
  }
  /** End all sessions of the caller; with `others`, all except this one */
  'sessions.deleteAll': {
    readonly input: {
      readonly others?: boolean | undefined
    }
    readonly output: Nothing
  }
  /** Begin to set up an authenticator app; secondFactors.confirm turns it on. Needs the current password, or a session of the last 10 minutes */
  'secondFactors.create': {
    readonly input: {
      readonly currentPassword?: string | undefined
    }
    readonly output: NewSecondFactor
  }
  /** Turn the authenticator app on by one of its codes, and get the recovery codes */
  'secondFactors.confirm': {
    readonly input: {
      /** The code that the authenticator app shows now, or a recovery code. */
      readonly code: string
    }
    readonly output: RecoveryCodes
  }
  /** Turn the authenticator app off, by the current password or a code */
  'secondFactors.delete': {
    readonly input: {
      readonly currentPassword?: string | undefined
      /** The code that the authenticator app shows now, or a recovery code. */
      readonly code?: string | undefined
    }
    readonly output: Nothing
  }
  /** Get new recovery codes, by the current password or a code; the old ones end */
  'recoveryCodes.create': {
    readonly input: {
      readonly currentPassword?: string | undefined
      /** The code that the authenticator app shows now, or a recovery code. */
      readonly code?: string | undefined
    }
    readonly output: RecoveryCodes
  }
  /** Get the options for a new passkey. Needs the current password, a code, or a session of the last 10 minutes */
  'passkeys.createOptions': {
    readonly input: {
      readonly currentPassword?: string | undefined
      /** The code that the authenticator app shows now, or a recovery code. */
      readonly code?: string | undefined
    }
    readonly output: PasskeyOptions
  }
  /** Add the passkey that the browser has created */
  'passkeys.create': {
    readonly input: {
      /** The `PublicKeyCredential` of the browser, as its `toJSON()` answers it. */
      readonly credential: Data
      readonly name?: string | undefined
    }
    readonly output: Passkey
  }
  /** List the caller’s passkeys */
  'passkeys.list': {
    readonly input: Nothing
    readonly output: {
      readonly passkeys: readonly Passkey[]
    }
  }
  /** Remove a passkey. Needs the current password, a code, or a session of the last 10 minutes */
  'passkeys.delete': {
    readonly input: {
      readonly passkey: PasskeyId
      readonly currentPassword?: string | undefined
      /** The code that the authenticator app shows now, or a recovery code. */
      readonly code?: string | undefined
    }
    readonly output: Nothing
  }
  /** Get the options for signing in with a passkey */
  'passkeys.signInOptions': { readonly input: Nothing; readonly output: PasskeyOptions }
  /** Sign in with a passkey, without a password or a code */
  'sessions.createByPasskey': {
    readonly input: {
      /** The `PublicKeyCredential` of the browser, as its `toJSON()` answers it. */
      readonly credential: Data
      /** Over REST only: the tokens are set as HttpOnly cookies, and are not in the answer. */
      readonly cookie?: true | undefined
    }
    readonly output: SignedIn
  }
  /** Create a one-time link, to sign up or to set a user’s password; for administrators */
  'links.create': {
    readonly input: {
      readonly purpose: 'sign_up' | 'password'
      /** The user whose password the link sets. */
      readonly user?: UserId | undefined
      readonly seconds?: number | undefined
    }
    readonly output: NewLink
  }
  /** List the links that can still be used; for administrators */
  'links.list': {
    readonly input: Nothing
    readonly output: {
      readonly links: readonly Link[]
    }
  }
  /** Delete a link; for administrators */
  'links.delete': {
    readonly input: {
      readonly link: LinkId
    }
    readonly output: Nothing
  }
  /** List the acts of staff, the latest first; for administrators */
  'audit.list': {
    readonly input: {
      readonly room?: RoomId | undefined
      /** On whom the act was. */
      readonly user?: UserId | undefined
      /** Who acted. */
      readonly by?: UserId | undefined
      readonly act?: string | undefined
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly entries: readonly AuditEntry[]
      readonly next?: string | undefined
    }
  }
  /** Create a word list of the server; for its moderators and administrators */
  'wordLists.create': {
    readonly input: {
      readonly name: string
      readonly action: WordAction
      /** Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a word stands for any letters. */
      readonly words: readonly string[]
    }
    readonly output: WordList
  }
  /** List the word lists of the server; for its moderators and administrators */
  'wordLists.list': {
    readonly input: Nothing
    readonly output: {
      readonly wordLists: readonly WordList[]
    }
  }
  /** Get a word list of the server, with its words */
  'wordLists.get': {
    readonly input: {
      readonly wordList: WordListId
    }
    readonly output: WordList
  }
  /** Change a word list of the server: only the given fields change */
  'wordLists.update': {
    readonly input: {
      readonly wordList: WordListId
      readonly name?: string | undefined
      readonly action?: WordAction | undefined
      /** Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a word stands for any letters. */
      readonly words?: readonly string[] | undefined
    }
    readonly output: WordList
  }
  /** Delete a word list of the server */
  'wordLists.delete': {
    readonly input: {
      readonly wordList: WordListId
    }
    readonly output: Nothing
  }
  /** Create a word list of a room; for its owners and admins */
  'roomWordLists.create': {
    readonly input: {
      readonly room: RoomId
      readonly name: string
      readonly action: WordAction
      /** Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a word stands for any letters. */
      readonly words: readonly string[]
    }
    readonly output: WordList
  }
  /** List the word lists of a room; for its owners and admins */
  'roomWordLists.list': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: {
      readonly wordLists: readonly WordList[]
    }
  }
  /** Get a word list of a room, with its words */
  'roomWordLists.get': {
    readonly input: {
      readonly room: RoomId
      readonly wordList: WordListId
    }
    readonly output: WordList
  }
  /** Change a word list of a room: only the given fields change */
  'roomWordLists.update': {
    readonly input: {
      readonly room: RoomId
      readonly wordList: WordListId
      readonly name?: string | undefined
      readonly action?: WordAction | undefined
      /** Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a word stands for any letters. */
      readonly words?: readonly string[] | undefined
    }
    readonly output: WordList
  }
  /** Delete a word list of a room */
  'roomWordLists.delete': {
    readonly input: {
      readonly room: RoomId
      readonly wordList: WordListId
    }
    readonly output: Nothing
  }
  /** List the providers at which users can sign in */
  'identities.listProviders': {
    readonly input: Nothing
    readonly output: {
      readonly providers: readonly Provider[]
    }
  }
  /** Begin to sign in at a provider */
  'identities.begin': {
    readonly input: {
      readonly provider: string
      /** Where the issuer sends the user back to: a redirect URI of this client at the issuer. */
      readonly redirectUri: string
    }
    readonly output: {
      /** The page of the issuer, to open in the user’s browser. */
      readonly url: string
      /** A secret of this sign-in. It ends after 10 minutes. */
      readonly flow: string
    }
  }
  /** Sign in after the provider has sent the user back. The first time it creates an account; with `guestToken`, the guest keeps their id, rooms and messages */
  'identities.signIn': {
    readonly input: {
      readonly flow: string
      /** The URL to which the issuer has sent the user back, with its query. */
      readonly callback: string
      readonly name?: string | undefined
      readonly link?: LinkCode | undefined
      readonly guestToken?: string | undefined
      /** Over REST only: the tokens are set as HttpOnly cookies, and are not in the answer. */
      readonly cookie?: true | undefined
    }
    readonly output: SignedIn
  }
  /** Begin to add an identity at a provider to the caller’s account */
  'identities.connect': {
    readonly input: {
      readonly provider: string
      /** Where the issuer sends the user back to: a redirect URI of this client at the issuer. */
      readonly redirectUri: string
    }
    readonly output: {
      /** The page of the issuer, to open in the user’s browser. */
      readonly url: string
      /** A secret of this sign-in. It ends after 10 minutes. */
      readonly flow: string
    }
  }
  /** Add an identity to the caller’s account, after the provider has sent the user back */
  'identities.create': {
    readonly input: {
      readonly flow: string
      /** The URL to which the issuer has sent the user back, with its query. */
      readonly callback: string
    }
    readonly output: Identity
  }
  /** List the identities of the caller’s account, the oldest first */
  'identities.list': {
    readonly input: Nothing
    readonly output: {
      readonly identities: readonly Identity[]
    }
  }
  /** Remove an identity from the caller’s account, except the last way to sign in */
  'identities.delete': {
    readonly input: {
      readonly identity: IdentityId
    }
    readonly output: Nothing
  }
  /** Get the id of the lobby, the public room that exists from the first start on */
  'lobby.get': { readonly input: Nothing; readonly output: Lobby }
  /** Get the ways in that the operator allows */
  'server.get': { readonly input: Nothing; readonly output: Server }
  /** Get the caller’s own user */
  'me.get': { readonly input: Nothing; readonly output: User }
  /** Change the caller’s own profile; only guests change their name here, as the app names its users */
  'me.update': {
    readonly input: {
      readonly name?: string | undefined
      readonly locale?: Locale | null | undefined
      readonly timeZone?: TimeZone | null | undefined
    }
    readonly output: User
  }
  /** Get users by their ids: those who share a room with the caller, and the caller */
  'users.list': {
    readonly input: {
      readonly id: readonly UserId[]
    }
    readonly output: {
      readonly users: readonly User[]
    }
  }
  /** Change a user’s role on the whole server; only administrators can */
  'users.updateRole': {
    readonly input: {
      readonly user: UserId
      readonly role: ServerRole
    }
    readonly output: User
  }
  /** Get the caller’s quotas, and how much of each is used */
  'quotas.get': {
    readonly input: Nothing
    readonly output: {
      readonly quotas: readonly Quota[]
    }
  }
  /** Create a ticket, which opens one socket, event stream or file of an export within 30 seconds */
  'tickets.create': {
    readonly input: Nothing
    readonly output: {
      readonly ticket: string
      readonly expiresAt: string
    }
  }
  /** Create a room; a dm of the same two users is always the same room */
  'rooms.create': {
    readonly input:
      | {
          readonly type: 'group' | 'public' | 'announcement'
          readonly name: string
          readonly topic?: string | undefined
          readonly data?: Data | undefined
          readonly readOnly?: boolean | undefined
          readonly history?: 'all' | 'joined' | undefined
          /** For open rooms only. */
          readonly entry?: RoomEntry | undefined
          /** The entry question, for open rooms only. An empty question removes it. */
          readonly question?: string | undefined
          /** For open rooms only. */
          readonly preview?: RoomPreview | undefined
          /** Slow mode: the seconds that a member waits between two messages. 0 turns it off. */
          readonly slowSeconds?: number | undefined
          /** After how many seconds messages disappear. 0: they stay. */
          readonly retentionSeconds?: number | undefined
          readonly features?: FeatureSwitches | undefined
          readonly members?: readonly UserId[] | undefined
        }
      | {
          readonly type: 'dm'
          readonly members: readonly UserId[]
          readonly data?: Data | undefined
        }
    readonly output: Room
  }
  /** List the caller’s rooms, the most recently active first, without hidden ones; with `id`, only these; with `type`, the open rooms of this type */
  'rooms.list': {
    readonly input: {
      readonly type?: 'public' | 'announcement' | undefined
      /** Cannot be combined with `type` or `after`. */
      readonly id?: readonly RoomId[] | undefined
      /** Also list the rooms that the caller has hidden. */
      readonly hidden?: boolean | undefined
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly rooms: readonly (MyRoom | Room)[]
      readonly cursor: Cursor
      readonly next?: string | undefined
    }
  }
  /** Get a room of the caller, or an open room */
  'rooms.get': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Room
  }
  /** Change a room: only the given fields change; an empty topic removes the topic */
  'rooms.update': {
    readonly input: {
      readonly room: RoomId
      readonly name?: string | undefined
      readonly archived?: boolean | undefined
      readonly topic?: string | undefined
      readonly data?: Data | undefined
      readonly readOnly?: boolean | undefined
      readonly history?: 'all' | 'joined' | undefined
      /** For open rooms only. */
      readonly entry?: RoomEntry | undefined
      /** The entry question, for open rooms only. An empty question removes it. */
      readonly question?: string | undefined
      /** For open rooms only. */
      readonly preview?: RoomPreview | undefined
      /** Slow mode: the seconds that a member waits between two messages. 0 turns it off. */
      readonly slowSeconds?: number | undefined
      /** After how many seconds messages disappear. 0: they stay. */
      readonly retentionSeconds?: number | undefined
      readonly features?: FeatureSwitches | undefined
    }
    readonly output: Room
  }
  /** Delete a room and all its messages */
  'rooms.delete': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Nothing
  }
  /** List the members of a room, by id; the next page is `after` the last id */
  'members.list': {
    readonly input: {
      readonly room: RoomId
      readonly after?: UserId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly members: readonly Member[]
    }
  }
  /** Join a public or announcement room */
  'members.join': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Member
  }
  /** Leave a room */
  'members.leave': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Nothing
  }
  /** Add a user to a room */
  'members.add': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
    }
    readonly output: Member
  }
  /** Change the role of a member */
  'members.update': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
      readonly role: Role
    }
    readonly output: Member
  }
  /** Remove a member from a room */
  'members.remove': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
    }
    readonly output: Nothing
  }
  /** Send a message; the same clientId returns the same message */
  'messages.send': {
    readonly input: {
      readonly room: RoomId
      readonly text: string
      readonly clientId?: string | undefined
      readonly data?: Data | undefined
      readonly replyTo?: MessageId | undefined
      readonly thread?: MessageId | undefined
      readonly inRoom?: true | undefined
      readonly mentions?: Mentions | undefined
      readonly silent?: true | undefined
      readonly system?: true | undefined
      /** After how many seconds the message disappears; sooner if the room says so. */
      readonly expiresIn?: number | undefined
    }
    readonly output: Message
  }
  /** Get a message */
  'messages.get': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** Get a message from any room of the caller, by its id alone */
  'messages.find': {
    readonly input: {
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** Edit a message of the caller; with `version`, only if it is still that version */
  'messages.update': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      readonly text?: string | undefined
      readonly data?: Data | undefined
      readonly mentions?: Mentions | undefined
      readonly version?: number | undefined
    }
    readonly output: Message
  }
  /** Delete a message; its id and seq stay, and its text is erased */
  'messages.delete': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Nothing
  }
  /** Delete all messages of a member or former member in a room. A job begins at once; each deletion is an event */
  'messages.deleteAll': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
    }
    readonly output: Nothing
  }
  /** Delete all messages of a user in all rooms. A job begins at once; each deletion is an event */
  'serverMessages.deleteAll': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: Nothing
  }
  /** Restore a message that the caller deleted, within a minute */
  'messages.restore': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** List the earlier versions of a message, oldest first; the next page is `after` a version */
  'messages.listVersions': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      readonly after?: number | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly versions: readonly Version[]
    }
  }
  /** List a page of messages, oldest first: the latest, or those before, after or around a seq */
  'messages.list': {
    readonly input: {
      readonly room: RoomId
      /** Use at most one of `before`, `after` and `around`. */
      readonly before?: number | undefined
      /** Use at most one of `before`, `after` and `around`. */
      readonly after?: number | undefined
      /** Use at most one of `before`, `after` and `around`. */
      readonly around?: number | undefined
      readonly thread?: MessageId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly messages: readonly Message[]
      readonly seq: number
      readonly cursor: Cursor
    }
  }
  /** List the unread messages of a room, oldest first; the next page is `after` the last seq */
  'messages.listUnread': {
    readonly input: {
      readonly room: RoomId
      readonly after?: number | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly messages: readonly Message[]
      readonly seq: number
      readonly cursor: Cursor
    }
  }
  /** Search the messages that the caller may see, by words, "phrases", from:, in:, before: and after: */
  'messages.search': {
    readonly input: {
      readonly q: string
      readonly order?: 'date' | 'rank' | undefined
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly found: readonly SearchHit[]
      readonly next?: string | undefined
    }
  }
  /** Mark a room as read up to a seq */
  'receipts.markRead': {
    readonly input: {
      readonly room: RoomId
      readonly seq: number
    }
    readonly output: {
      readonly readSeq: number
      readonly unread: number
    }
  }
  /** Mark all rooms of the caller as read; the answer is the number of rooms that had something unread */
  'receipts.markAllRead': {
    readonly input: Nothing
    readonly output: {
      readonly rooms: number
    }
  }
  /** Mark a room as unread from a seq on, for the caller only, until the next read */
  'receipts.markUnread': {
    readonly input: {
      readonly room: RoomId
      readonly seq: number
    }
    readonly output: {
      readonly unreadFrom: number
      readonly unread: number
    }
  }
  /** Mark a room as delivered up to a seq */
  'receipts.markDelivered': {
    readonly input: {
      readonly room: RoomId
      readonly seq: number
    }
    readonly output: {
      readonly deliveredSeq: number
    }
  }
  /** List the members who have read a message, and when */
  'receipts.list': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      readonly after?: UserId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly seen: readonly ReadReceipt[]
    }
  }
  /** Mark a thread as read up to a seq */
  'receipts.markThreadRead': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      readonly seq: number
    }
    readonly output: {
      readonly readSeq: number
      readonly unread: number
    }
  }
  /** List the threads that the caller follows, the most recently active first */
  'threads.list': {
    readonly input: {
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly threads: readonly Thread[]
      readonly next?: string | undefined
    }
  }
  /** Get a thread by its root message */
  'threads.get': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Thread
  }
  /** Follow a thread */
  'threads.follow': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Thread
  }
  /** Unfollow a thread */
  'threads.unfollow': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Nothing
  }
  /** Add a reaction to a message; repeating it changes nothing */
  'reactions.add': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      /** One emoji (of Unicode’s RGI set), or a `:name:` that the app defines. */
      readonly emoji: string
    }
    readonly output: Message
  }
  /** Remove a reaction of the caller */
  'reactions.remove': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      /** One emoji (of Unicode’s RGI set), or a `:name:` that the app defines. */
      readonly emoji: string
    }
    readonly output: Nothing
  }
  /** List the reactions to a message, by emoji and user; the next page is `after` the `next` of this one */
  'reactions.list': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
      /** One emoji (of Unicode’s RGI set), or a `:name:` that the app defines. */
      readonly emoji?: string | undefined
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly reactions: readonly Reaction[]
      readonly next?: string | undefined
    }
  }
  /** List the messages that mention the caller, the latest first */
  'mentions.list': {
    readonly input: {
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly mentions: readonly Mention[]
      readonly next?: string | undefined
    }
  }
  /** List the pinned messages of a room, the latest pinned first */
  'pins.list': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: {
      readonly messages: readonly Message[]
    }
  }
  /** Pin a message */
  'pins.add': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** Unpin a message */
  'pins.remove': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Nothing
  }
  /** Explain why the caller may use a command or may not; the staff can ask about another `user` */
  'permissions.explain': {
    readonly input: {
      /** The name of a command, such as `messages.send`. */
      readonly command: string
      readonly room?: RoomId | undefined
      readonly message?: MessageId | undefined
      readonly invitation?: InvitationId | undefined
      readonly joinRequest?: JoinRequestId | undefined
      readonly request?: RequestId | undefined
      readonly report?: ReportId | undefined
      readonly session?: SessionId | undefined
      readonly identity?: IdentityId | undefined
      readonly passkey?: PasskeyId | undefined
      readonly link?: LinkId | undefined
      readonly wordList?: WordListId | undefined
      /** The user on whom the command acts. */
      readonly member?: UserId | undefined
      /** The role that the command would give. */
      readonly role?: Role | undefined
      readonly user?: UserId | undefined
    }
    readonly output: Explanation
  }
  /** Change the caller’s preferences for a room: only the given fields change, and null removes one */
  'preferences.update': {
    readonly input: {
      readonly room: RoomId
      readonly notify?: NotifyLevel | undefined
      readonly mutedUntil?: string | null | undefined
      readonly favourite?: boolean | undefined
      readonly position?: number | null | undefined
      readonly receipts?: 'public' | 'private' | undefined
      readonly hiddenSeq?: number | null | undefined
    }
    readonly output: Preferences
  }
  /** Invite one user to a room, or create a code for it. Only this answer contains the code */
  'invitations.create': {
    readonly input: {
      readonly room: RoomId
      /** Cannot be combined with `maxUses`. */
      readonly user?: UserId | undefined
      readonly maxUses?: number | undefined
      readonly seconds?: number | undefined
    }
    readonly output: {
      readonly id: InvitationId
      readonly room: RoomId
      readonly roomName?: string | undefined
      readonly by: Sender
      readonly user?: UserId | undefined
      readonly uses: number
      readonly maxUses?: number | undefined
      readonly expiresAt?: string | undefined
      readonly createdAt: string
      readonly code?: string | undefined
    }
  }
  /** List the invitations to a room */
  'invitations.list': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: {
      readonly invitations: readonly Invitation[]
    }
  }
  /** List the invitations for the caller, of more than 100 the newest */
  'invitations.listMine': {
    readonly input: Nothing
    readonly output: {
      readonly invitations: readonly Invitation[]
    }
  }
  /** Get an invitation for the caller, or one to a room in whose staff the caller is */
  'invitations.get': {
    readonly input: {
      readonly invitation: InvitationId
    }
    readonly output: Invitation
  }
  /** Join a room by a code, or by an invitation for the caller; repeating it changes nothing */
  'invitations.accept': {
    readonly input: {
      readonly code?: string | undefined
      readonly invitation?: InvitationId | undefined
    }
    readonly output: {
      readonly room: Room
      readonly member: Member
    }
  }
  /** Delete an invitation, as the staff of the room, or decline one for the caller */
  'invitations.delete': {
    readonly input: {
      readonly invitation: InvitationId
    }
    readonly output: Nothing
  }
  /** Ask to join a room with the entry `request`; the same request is returned until it has ended */
  'joinRequests.create': {
    readonly input: {
      readonly room: RoomId
      /** The answer to the `question` of the room, if it has one. */
      readonly answer?: string | undefined
    }
    readonly output: JoinRequest
  }
  /** List the requests to join a room that wait for an answer, the oldest first */
  'joinRequests.list': {
    readonly input: {
      readonly room: RoomId
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly joinRequests: readonly JoinRequest[]
      readonly next?: string | undefined
    }
  }
  /** Get a join request of the caller, or one to a room in whose staff the caller is */
  'joinRequests.get': {
    readonly input: {
      readonly joinRequest: JoinRequestId
    }
    readonly output: JoinRequest
  }
  /** List the caller’s join requests that wait for an answer, the oldest first */
  'joinRequests.listMine': {
    readonly input: Nothing
    readonly output: {
      readonly joinRequests: readonly JoinRequest[]
    }
  }
  /** Accept a join request: its user becomes a member of the room */
  'joinRequests.accept': {
    readonly input: {
      readonly joinRequest: JoinRequestId
    }
    readonly output: Member
  }
  /** Decline a join request; with `forGood`, the user cannot send another one to this room */
  'joinRequests.decline': {
    readonly input: {
      readonly joinRequest: JoinRequestId
      readonly forGood?: boolean | undefined
    }
    readonly output: Nothing
  }
  /** Withdraw a join request of the caller */
  'joinRequests.delete': {
    readonly input: {
      readonly joinRequest: JoinRequestId
    }
    readonly output: Nothing
  }
  /** Block a user: what they write in the dm, their requests, invitations, mentions, typing and presence do not reach the caller. They do not learn of it */
  'blocks.create': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: Block
  }
  /** Unblock a user; what they wrote meanwhile stays hidden */
  'blocks.delete': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: Nothing
  }
  /** List the users whom the caller has blocked, the latest first */
  'blocks.list': {
    readonly input: Nothing
    readonly output: {
      readonly blocks: readonly Block[]
    }
  }
  /** Ban a user from a room, member or not, or mute a member. It takes the place of an earlier one of this kind */
  'sanctions.create': {
    readonly input: {
      readonly room: RoomId
      readonly kind: 'ban' | 'mute'
      readonly user: UserId
      /** When it ends; in the future. */
      readonly until?: string | undefined
      readonly reason?: string | undefined
    }
    readonly output: Sanction
  }
  /** List the bans and mutes of a room that are in force, the latest first */
  'sanctions.list': {
    readonly input: {
      readonly room: RoomId
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly sanctions: readonly Sanction[]
      readonly next?: string | undefined
    }
  }
  /** Lift a ban or mute of a room */
  'sanctions.delete': {
    readonly input: {
      readonly room: RoomId
      readonly sanction: SanctionId
    }
    readonly output: Nothing
  }
  /** Answer an appeal against a ban or mute of a room */
  'sanctions.answerAppeal': {
    readonly input: {
      readonly room: RoomId
      readonly sanction: SanctionId
      readonly outcome: AppealOutcome
      readonly note?: string | undefined
    }
    readonly output: Sanction
  }
  /** List the bans and mutes of the caller that are in force, the latest first */
  'sanctions.listMine': {
    readonly input: {
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly sanctions: readonly Sanction[]
      readonly next?: string | undefined
    }
  }
  /** Appeal against a ban or mute of the caller, once */
  'sanctions.appeal': {
    readonly input: {
      readonly sanction: SanctionId
      readonly text: string
    }
    readonly output: Sanction
  }
  /** Ban a user or, as an administrator, a network from the whole server, or mute or shadow-ban a user everywhere. It takes the place of an earlier one of this kind */
  'serverSanctions.create': {
    readonly input: {
      readonly kind: SanctionKind
      readonly user?: UserId | undefined
      /** A network, such as 192.0.2.0/24, or an address: for bans only, in place of `user`. */
      readonly addresses?: string | undefined
      /** When it ends; in the future. */
      readonly until?: string | undefined
      readonly reason?: string | undefined
    }
    readonly output: Sanction
  }
  /** List the bans and mutes of the whole server that are in force, the latest first */
  'serverSanctions.list': {
    readonly input: {
      readonly user?: UserId | undefined
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly sanctions: readonly Sanction[]
      readonly next?: string | undefined
    }
  }
  /** Lift a ban or mute of the whole server */
  'serverSanctions.delete': {
    readonly input: {
      readonly sanction: SanctionId
    }
    readonly output: Nothing
  }
  /** Answer an appeal against a ban or mute of the whole server */
  'serverSanctions.answerAppeal': {
    readonly input: {
      readonly sanction: SanctionId
      readonly outcome: AppealOutcome
      readonly note?: string | undefined
    }
    readonly output: Sanction
  }
  /** Erase the caller permanently, with or without the messages. A user with an account proves who they are as in accounts.delete */
  'erasures.create': {
    readonly input: {
      readonly messages: 'keep' | 'delete'
      readonly password?: string | undefined
    }
    readonly output: Erasure
  }
  /** Copy all data of the caller into a ZIP file, in the background. Repeated while it runs, it answers the same export. A new one removes the file of the last one */
  'exports.create': { readonly input: Nothing; readonly output: Export }
  /** List the last 10 exports of the caller, the latest first */
  'exports.list': {
    readonly input: Nothing
    readonly output: {
      readonly exports: readonly Export[]
    }
  }
  /** Put a user or a room under a legal hold: nothing of it is erased until the hold is lifted */
  'legalHolds.create': {
    readonly input: {
      /** Whose data are kept; or `room`. */
      readonly user?: UserId | undefined
      readonly room?: RoomId | undefined
      readonly reason: string
    }
    readonly output: LegalHold
  }
  /** List the legal holds that are in force, the latest first */
  'legalHolds.list': {
    readonly input: {
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly legalHolds: readonly LegalHold[]
      readonly next?: string | undefined
    }
  }
  /** Lift a legal hold. The erasures that have waited for it go on */
  'legalHolds.delete': {
    readonly input: {
      readonly legalHold: LegalHoldId
    }
    readonly output: Nothing
  }
  /** Ask a user to talk to the caller; the answer is the same whether or not the user exists. A pending request to the same user is returned unchanged */
  'requests.create': {
    readonly input: {
      readonly user: UserId
      readonly text?: string | undefined
    }
    readonly output: ContactRequest
  }
  /** List the pending requests to the caller, the latest first */
  'requests.list': {
    readonly input: {
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly requests: readonly ContactRequest[]
      readonly next?: string | undefined
    }
  }
  /** List the pending requests of the caller, the latest first */
  'requests.listSent': {
    readonly input: {
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly requests: readonly ContactRequest[]
      readonly next?: string | undefined
    }
  }
  /** Get a pending request to the caller, or of the caller */
  'requests.get': {
    readonly input: {
      readonly request: RequestId
    }
    readonly output: ContactRequest
  }
  /** Accept a request to the caller; the answer is the dm of the two users */
  'requests.accept': {
    readonly input: {
      readonly request: RequestId
    }
    readonly output: Room
  }
  /** Decline a request to the caller. Later requests of the same user are dropped for 30 days, with `forGood` for ever; the user is not informed */
  'requests.decline': {
    readonly input: {
      readonly request: RequestId
      /** All later requests of this user are dropped, too. */
      readonly forGood?: boolean | undefined
    }
    readonly output: Nothing
  }
  /** Withdraw a request of the caller */
  'requests.delete': {
    readonly input: {
      readonly request: RequestId
    }
    readonly output: Nothing
  }
  /** Get who may reach the caller */
  'consent.get': { readonly input: Nothing; readonly output: Consent }
  /** Set who may reach the caller */
  'consent.update': {
    readonly input: {
      readonly requestsFrom: RequestsFrom
    }
    readonly output: Consent
  }
  /** Report a message or a user to the staff; a repeated report is the same one, until it is closed */
  'reports.create': {
    readonly input: {
      /** Exactly one of `message` and `user`. */
      readonly message?: MessageId | undefined
      /** Exactly one of `message` and `user`. */
      readonly user?: UserId | undefined
      /** Where the user has given reason for the report. */
      readonly room?: RoomId | undefined
      readonly reason: ReportReason
      readonly text?: string | undefined
    }
    readonly output: MyReport
  }
  /** List the reports of the caller, the latest first */
  'reports.listMine': {
    readonly input: {
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly reports: readonly MyReport[]
      readonly next?: string | undefined
    }
  }
  /** List the reports with a status, the oldest first: of a room for its staff, or of all rooms for the staff of the server */
  'reports.list': {
    readonly input: {
      readonly room?: RoomId | undefined
      readonly status?: ReportStatus | undefined
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly reports: readonly Report[]
      readonly next?: string | undefined
    }
  }
  /** Get a report with its reporters and its evidence; for the staff */
  'reports.get': {
    readonly input: {
      readonly report: ReportId
    }
    readonly output: ReportDetails
  }
  /** Claim a report, so that nobody else of the staff works on it; with `takeOver` also one that another has claimed */
  'reports.claim': {
    readonly input: {
      readonly report: ReportId
      readonly takeOver?: boolean | undefined
    }
    readonly output: Report
  }
  /** Close a report with its outcome; its evidence and the texts of its reporters are erased */
  'reports.close': {
    readonly input: {
      readonly report: ReportId
      readonly outcome: ReportOutcome
      /** For the staff only. */
      readonly note?: string | undefined
    }
    readonly output: Report
  }
  /** Report that the caller is typing; repeat it every few seconds */
  'typing.start': {
    readonly input: {
      readonly room: RoomId
      readonly thread?: MessageId | undefined
    }
    readonly output: Nothing
  }
  /** Report that the caller has stopped typing, in the room and its threads */
  'typing.stop': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: Nothing
  }
  /** Set the caller’s presence and status text; omitted fields stay as they are */
  'presence.update': {
    readonly input: {
      readonly state?: 'online' | 'away' | 'invisible' | undefined
      readonly status?: string | undefined
    }
    readonly output: {
      readonly state: 'online' | 'away' | 'invisible'
      readonly status?: string | undefined
    }
  }
  /** List the presence of a room’s members */
  'presence.list': {
    readonly input: {
      readonly room: RoomId
    }
    readonly output: {
      readonly presence: readonly Presence[]
    }
  }
}
export type CommandName = keyof Commands
export type Input<N extends CommandName> = Commands[N]['input']
export type Output<N extends CommandName> = Commands[N]['output']

/** The commands as methods: `chat.rooms.list()`. */
export interface Calls {
  readonly guests: {
    /** Sign in as a guest with a name only, if the operator allows guests */
    create(input: Input<'guests.create'>, options?: CallOptions): Promise<Output<'guests.create'>>
  }
  readonly accounts: {
    /** Sign up with a handle and a password, and sign in. With `guestToken`, the guest keeps their id, rooms and messages. With `email`, a link to verify the address is mailed */
    create(
      input: Input<'accounts.create'>,
      options?: CallOptions,
    ): Promise<Output<'accounts.create'>>
    /** Get the caller’s own account */
    get(input?: Input<'accounts.get'>, options?: CallOptions): Promise<Output<'accounts.get'>>
    /** Change the caller’s handle, e-mail address or password. A new password ends all other sessions. A link to verify the address is mailed, also if it is the same and was not verified; null removes the address */
    update(
      input?: Input<'accounts.update'>,
      options?: CallOptions,
    ): Promise<Output<'accounts.update'>>
    /** Delete the caller’s account and user permanently; the messages stay */
    delete(
      input?: Input<'accounts.delete'>,
      options?: CallOptions,
    ): Promise<Output<'accounts.delete'>>
  }
  readonly emails: {
    /** Verify the e-mail address of an account by the link that was mailed to it */
    verify(input: Input<'emails.verify'>, options?: CallOptions): Promise<Output<'emails.verify'>>
  }
  readonly passwords: {
    /** Mail a link to set a new password, if the login belongs to an account with a verified e-mail address. The answer is the same for every login */
    requestReset(
      input: Input<'passwords.requestReset'>,
      options?: CallOptions,
    ): Promise<Output<'passwords.requestReset'>>
    /** Set a new password by a one-time link. It ends all sessions of the user */
    reset(
      input: Input<'passwords.reset'>,
      options?: CallOptions,
    ): Promise<Output<'passwords.reset'>>
  }
  readonly sessions: {
    /** Sign in with a handle or a verified e-mail address, a password, and a code if the account has a second factor (second_factor_required) */
    create(
      input: Input<'sessions.create'>,
      options?: CallOptions,
    ): Promise<Output<'sessions.create'>>
    /** Get the next pair of tokens, by the refresh token or its cookie. A refresh token that was used before ends the session */
    refresh(
      input?: Input<'sessions.refresh'>,
      options?: CallOptions,
    ): Promise<Output<'sessions.refresh'>>
    /** List the caller’s sessions, the last used first */
    list(input?: Input<'sessions.list'>, options?: CallOptions): Promise<Output<'sessions.list'>>
    /** End one of the caller’s sessions; `current` signs out here */
    delete(
      input: Input<'sessions.delete'>,
      options?: CallOptions,
    ): Promise<Output<'sessions.delete'>>
    /** End all sessions of the caller; with `others`, all except this one */
    deleteAll(
      input?: Input<'sessions.deleteAll'>,
      options?: CallOptions,
    ): Promise<Output<'sessions.deleteAll'>>
    /** Sign in with a passkey, without a password or a code */
    createByPasskey(
      input: Input<'sessions.createByPasskey'>,
      options?: CallOptions,
    ): Promise<Output<'sessions.createByPasskey'>>
  }
  readonly secondFactors: {
    /** Begin to set up an authenticator app; secondFactors.confirm turns it on. Needs the current password, or a session of the last 10 minutes */
    create(
      input?: Input<'secondFactors.create'>,
      options?: CallOptions,
    ): Promise<Output<'secondFactors.create'>>
    /** Turn the authenticator app on by one of its codes, and get the recovery codes */
    confirm(
      input: Input<'secondFactors.confirm'>,
      options?: CallOptions,
    ): Promise<Output<'secondFactors.confirm'>>
    /** Turn the authenticator app off, by the current password or a code */
    delete(
      input?: Input<'secondFactors.delete'>,
      options?: CallOptions,
    ): Promise<Output<'secondFactors.delete'>>
  }
  readonly recoveryCodes: {
    /** Get new recovery codes, by the current password or a code; the old ones end */
    create(
      input?: Input<'recoveryCodes.create'>,
      options?: CallOptions,
    ): Promise<Output<'recoveryCodes.create'>>
  }
  readonly passkeys: {
    /** Get the options for a new passkey. Needs the current password, a code, or a session of the last 10 minutes */
    createOptions(
      input?: Input<'passkeys.createOptions'>,
      options?: CallOptions,
    ): Promise<Output<'passkeys.createOptions'>>
    /** Add the passkey that the browser has created */
    create(
      input: Input<'passkeys.create'>,
      options?: CallOptions,
    ): Promise<Output<'passkeys.create'>>
    /** List the caller’s passkeys */
    list(input?: Input<'passkeys.list'>, options?: CallOptions): Promise<Output<'passkeys.list'>>
    /** Remove a passkey. Needs the current password, a code, or a session of the last 10 minutes */
    delete(
      input: Input<'passkeys.delete'>,
      options?: CallOptions,
    ): Promise<Output<'passkeys.delete'>>
    /** Get the options for signing in with a passkey */
    signInOptions(
      input?: Input<'passkeys.signInOptions'>,
      options?: CallOptions,
    ): Promise<Output<'passkeys.signInOptions'>>
  }
  readonly links: {
    /** Create a one-time link, to sign up or to set a user’s password; for administrators */
    create(input: Input<'links.create'>, options?: CallOptions): Promise<Output<'links.create'>>
    /** List the links that can still be used; for administrators */
    list(input?: Input<'links.list'>, options?: CallOptions): Promise<Output<'links.list'>>
    /** Delete a link; for administrators */
    delete(input: Input<'links.delete'>, options?: CallOptions): Promise<Output<'links.delete'>>
  }
  readonly audit: {
    /** List the acts of staff, the latest first; for administrators */
    list(input?: Input<'audit.list'>, options?: CallOptions): Promise<Output<'audit.list'>>
  }
  readonly wordLists: {
    /** Create a word list of the server; for its moderators and administrators */
    create(
      input: Input<'wordLists.create'>,
      options?: CallOptions,
    ): Promise<Output<'wordLists.create'>>
    /** List the word lists of the server; for its moderators and administrators */
    list(input?: Input<'wordLists.list'>, options?: CallOptions): Promise<Output<'wordLists.list'>>
    /** Get a word list of the server, with its words */
    get(input: Input<'wordLists.get'>, options?: CallOptions): Promise<Output<'wordLists.get'>>
    /** Change a word list of the server: only the given fields change */
    update(
      input: Input<'wordLists.update'>,
      options?: CallOptions,
    ): Promise<Output<'wordLists.update'>>
    /** Delete a word list of the server */
    delete(
      input: Input<'wordLists.delete'>,
      options?: CallOptions,
    ): Promise<Output<'wordLists.delete'>>
  }
  readonly roomWordLists: {
    /** Create a word list of a room; for its owners and admins */
    create(
      input: Input<'roomWordLists.create'>,
      options?: CallOptions,
    ): Promise<Output<'roomWordLists.create'>>
    /** List the word lists of a room; for its owners and admins */
    list(
      input: Input<'roomWordLists.list'>,
      options?: CallOptions,
    ): Promise<Output<'roomWordLists.list'>>
    /** Get a word list of a room, with its words */
    get(
      input: Input<'roomWordLists.get'>,
      options?: CallOptions,
    ): Promise<Output<'roomWordLists.get'>>
    /** Change a word list of a room: only the given fields change */
    update(
      input: Input<'roomWordLists.update'>,
      options?: CallOptions,
    ): Promise<Output<'roomWordLists.update'>>
    /** Delete a word list of a room */
    delete(
      input: Input<'roomWordLists.delete'>,
      options?: CallOptions,
    ): Promise<Output<'roomWordLists.delete'>>
  }
  readonly identities: {
    /** List the providers at which users can sign in */
    listProviders(
      input?: Input<'identities.listProviders'>,
      options?: CallOptions,
    ): Promise<Output<'identities.listProviders'>>
    /** Begin to sign in at a provider */
    begin(
      input: Input<'identities.begin'>,
      options?: CallOptions,
    ): Promise<Output<'identities.begin'>>
    /** Sign in after the provider has sent the user back. The first time it creates an account; with `guestToken`, the guest keeps their id, rooms and messages */
    signIn(
      input: Input<'identities.signIn'>,
      options?: CallOptions,
    ): Promise<Output<'identities.signIn'>>
    /** Begin to add an identity at a provider to the caller’s account */
    connect(
      input: Input<'identities.connect'>,
      options?: CallOptions,
    ): Promise<Output<'identities.connect'>>
    /** Add an identity to the caller’s account, after the provider has sent the user back */
    create(
      input: Input<'identities.create'>,
      options?: CallOptions,
    ): Promise<Output<'identities.create'>>
    /** List the identities of the caller’s account, the oldest first */
    list(
      input?: Input<'identities.list'>,
      options?: CallOptions,
    ): Promise<Output<'identities.list'>>
    /** Remove an identity from the caller’s account, except the last way to sign in */
    delete(
      input: Input<'identities.delete'>,
      options?: CallOptions,
    ): Promise<Output<'identities.delete'>>
  }
  readonly lobby: {
    /** Get the id of the lobby, the public room that exists from the first start on */
    get(input?: Input<'lobby.get'>, options?: CallOptions): Promise<Output<'lobby.get'>>
  }
  readonly server: {
    /** Get the ways in that the operator allows */
    get(input?: Input<'server.get'>, options?: CallOptions): Promise<Output<'server.get'>>
  }
  readonly me: {
    /** Get the caller’s own user */
    get(input?: Input<'me.get'>, options?: CallOptions): Promise<Output<'me.get'>>
    /** Change the caller’s own profile; only guests change their name here, as the app names its users */
    update(input?: Input<'me.update'>, options?: CallOptions): Promise<Output<'me.update'>>
  }
  readonly users: {
    /** Get users by their ids: those who share a room with the caller, and the caller */
    list(input: Input<'users.list'>, options?: CallOptions): Promise<Output<'users.list'>>
    /** Change a user’s role on the whole server; only administrators can */
    updateRole(
      input: Input<'users.updateRole'>,
      options?: CallOptions,
    ): Promise<Output<'users.updateRole'>>
  }
  readonly quotas: {
    /** Get the caller’s quotas, and how much of each is used */
    get(input?: Input<'quotas.get'>, options?: CallOptions): Promise<Output<'quotas.get'>>
  }
  readonly tickets: {
    /** Create a ticket, which opens one socket, event stream or file of an export within 30 seconds */
    create(
      input?: Input<'tickets.create'>,
      options?: CallOptions,
    ): Promise<Output<'tickets.create'>>
  }
  readonly rooms: {
    /** Create a room; a dm of the same two users is always the same room */
    create(input: Input<'rooms.create'>, options?: CallOptions): Promise<Output<'rooms.create'>>
    /** List the caller’s rooms, the most recently active first, without hidden ones; with `id`, only these; with `type`, the open rooms of this type */
    list(input?: Input<'rooms.list'>, options?: CallOptions): Promise<Output<'rooms.list'>>
    /** Get a room of the caller, or an open room */
    get(input: Input<'rooms.get'>, options?: CallOptions): Promise<Output<'rooms.get'>>
    /** Change a room: only the given fields change; an empty topic removes the topic */
    update(input: Input<'rooms.update'>, options?: CallOptions): Promise<Output<'rooms.update'>>
    /** Delete a room and all its messages */
    delete(input: Input<'rooms.delete'>, options?: CallOptions): Promise<Output<'rooms.delete'>>
  }
  readonly members: {
    /** List the members of a room, by id; the next page is `after` the last id */
    list(input: Input<'members.list'>, options?: CallOptions): Promise<Output<'members.list'>>
    /** Join a public or announcement room */
    join(input: Input<'members.join'>, options?: CallOptions): Promise<Output<'members.join'>>
    /** Leave a room */
    leave(input: Input<'members.leave'>, options?: CallOptions): Promise<Output<'members.leave'>>
    /** Add a user to a room */
    add(input: Input<'members.add'>, options?: CallOptions): Promise<Output<'members.add'>>
    /** Change the role of a member */
    update(input: Input<'members.update'>, options?: CallOptions): Promise<Output<'members.update'>>
    /** Remove a member from a room */
    remove(input: Input<'members.remove'>, options?: CallOptions): Promise<Output<'members.remove'>>
  }
  readonly messages: {
    /** Send a message; the same clientId returns the same message */
    send(input: Input<'messages.send'>, options?: CallOptions): Promise<Output<'messages.send'>>
    /** Get a message */
    get(input: Input<'messages.get'>, options?: CallOptions): Promise<Output<'messages.get'>>
    /** Get a message from any room of the caller, by its id alone */
    find(input: Input<'messages.find'>, options?: CallOptions): Promise<Output<'messages.find'>>
    /** Edit a message of the caller; with `version`, only if it is still that version */
    update(
      input: Input<'messages.update'>,
      options?: CallOptions,
    ): Promise<Output<'messages.update'>>
    /** Delete a message; its id and seq stay, and its text is erased */
    delete(
      input: Input<'messages.delete'>,
      options?: CallOptions,
    ): Promise<Output<'messages.delete'>>
    /** Delete all messages of a member or former member in a room. A job begins at once; each deletion is an event */
    deleteAll(
      input: Input<'messages.deleteAll'>,
      options?: CallOptions,
    ): Promise<Output<'messages.deleteAll'>>
    /** Restore a message that the caller deleted, within a minute */
    restore(
      input: Input<'messages.restore'>,
      options?: CallOptions,
    ): Promise<Output<'messages.restore'>>
    /** List the earlier versions of a message, oldest first; the next page is `after` a version */
    listVersions(
      input: Input<'messages.listVersions'>,
      options?: CallOptions,
    ): Promise<Output<'messages.listVersions'>>
    /** List a page of messages, oldest first: the latest, or those before, after or around a seq */
    list(input: Input<'messages.list'>, options?: CallOptions): Promise<Output<'messages.list'>>
    /** List the unread messages of a room, oldest first; the next page is `after` the last seq */
    listUnread(
      input: Input<'messages.listUnread'>,
      options?: CallOptions,
    ): Promise<Output<'messages.listUnread'>>
    /** Search the messages that the caller may see, by words, "phrases", from:, in:, before: and after: */
    search(
      input: Input<'messages.search'>,
      options?: CallOptions,
    ): Promise<Output<'messages.search'>>
  }
  readonly serverMessages: {
    /** Delete all messages of a user in all rooms. A job begins at once; each deletion is an event */
    deleteAll(
      input: Input<'serverMessages.deleteAll'>,
      options?: CallOptions,
    ): Promise<Output<'serverMessages.deleteAll'>>
  }
  readonly receipts: {
    /** Mark a room as read up to a seq */
    markRead(
      input: Input<'receipts.markRead'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markRead'>>
    /** Mark all rooms of the caller as read; the answer is the number of rooms that had something unread */
    markAllRead(
      input?: Input<'receipts.markAllRead'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markAllRead'>>
    /** Mark a room as unread from a seq on, for the caller only, until the next read */
    markUnread(
      input: Input<'receipts.markUnread'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markUnread'>>
    /** Mark a room as delivered up to a seq */
    markDelivered(
      input: Input<'receipts.markDelivered'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markDelivered'>>
    /** List the members who have read a message, and when */
    list(input: Input<'receipts.list'>, options?: CallOptions): Promise<Output<'receipts.list'>>
    /** Mark a thread as read up to a seq */
    markThreadRead(
      input: Input<'receipts.markThreadRead'>,
      options?: CallOptions,
    ): Promise<Output<'receipts.markThreadRead'>>
  }
  readonly threads: {
    /** List the threads that the caller follows, the most recently active first */
    list(input?: Input<'threads.list'>, options?: CallOptions): Promise<Output<'threads.list'>>
    /** Get a thread by its root message */
    get(input: Input<'threads.get'>, options?: CallOptions): Promise<Output<'threads.get'>>
    /** Follow a thread */
    follow(input: Input<'threads.follow'>, options?: CallOptions): Promise<Output<'threads.follow'>>
    /** Unfollow a thread */
    unfollow(
      input: Input<'threads.unfollow'>,
      options?: CallOptions,
    ): Promise<Output<'threads.unfollow'>>
  }
  readonly reactions: {
    /** Add a reaction to a message; repeating it changes nothing */
    add(input: Input<'reactions.add'>, options?: CallOptions): Promise<Output<'reactions.add'>>
    /** Remove a reaction of the caller */
    remove(
      input: Input<'reactions.remove'>,
      options?: CallOptions,
    ): Promise<Output<'reactions.remove'>>
    /** List the reactions to a message, by emoji and user; the next page is `after` the `next` of this one */
    list(input: Input<'reactions.list'>, options?: CallOptions): Promise<Output<'reactions.list'>>
  }
  readonly mentions: {
    /** List the messages that mention the caller, the latest first */
    list(input?: Input<'mentions.list'>, options?: CallOptions): Promise<Output<'mentions.list'>>
  }
  readonly pins: {
    /** List the pinned messages of a room, the latest pinned first */
    list(input: Input<'pins.list'>, options?: CallOptions): Promise<Output<'pins.list'>>
    /** Pin a message */
    add(input: Input<'pins.add'>, options?: CallOptions): Promise<Output<'pins.add'>>
    /** Unpin a message */
    remove(input: Input<'pins.remove'>, options?: CallOptions): Promise<Output<'pins.remove'>>
  }
  readonly permissions: {
    /** Explain why the caller may use a command or may not; the staff can ask about another `user` */
    explain(
      input: Input<'permissions.explain'>,
      options?: CallOptions,
    ): Promise<Output<'permissions.explain'>>
  }
  readonly preferences: {
    /** Change the caller’s preferences for a room: only the given fields change, and null removes one */
    update(
      input: Input<'preferences.update'>,
      options?: CallOptions,
    ): Promise<Output<'preferences.update'>>
  }
  readonly invitations: {
    /** Invite one user to a room, or create a code for it. Only this answer contains the code */
    create(
      input: Input<'invitations.create'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.create'>>
    /** List the invitations to a room */
    list(
      input: Input<'invitations.list'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.list'>>
    /** List the invitations for the caller, of more than 100 the newest */
    listMine(
      input?: Input<'invitations.listMine'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.listMine'>>
    /** Get an invitation for the caller, or one to a room in whose staff the caller is */
    get(input: Input<'invitations.get'>, options?: CallOptions): Promise<Output<'invitations.get'>>
    /** Join a room by a code, or by an invitation for the caller; repeating it changes nothing */
    accept(
      input?: Input<'invitations.accept'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.accept'>>
    /** Delete an invitation, as the staff of the room, or decline one for the caller */
    delete(
      input: Input<'invitations.delete'>,
      options?: CallOptions,
    ): Promise<Output<'invitations.delete'>>
  }
  readonly joinRequests: {
    /** Ask to join a room with the entry `request`; the same request is returned until it has ended */
    create(
      input: Input<'joinRequests.create'>,
      options?: CallOptions,
    ): Promise<Output<'joinRequests.create'>>
    /** List the requests to join a room that wait for an answer, the oldest first */
    list(
      input: Input<'joinRequests.list'>,
      options?: CallOptions,
    ): Promise<Output<'joinRequests.list'>>
    /** Get a join request of the caller, or one to a room in whose staff the caller is */
    get(
      input: Input<'joinRequests.get'>,
      options?: CallOptions,
    ): Promise<Output<'joinRequests.get'>>
    /** List the caller’s join requests that wait for an answer, the oldest first */
    listMine(
      input?: Input<'joinRequests.listMine'>,
      options?: CallOptions,
    ): Promise<Output<'joinRequests.listMine'>>
    /** Accept a join request: its user becomes a member of the room */
    accept(
      input: Input<'joinRequests.accept'>,
      options?: CallOptions,
    ): Promise<Output<'joinRequests.accept'>>
    /** Decline a join request; with `forGood`, the user cannot send another one to this room */
    decline(
      input: Input<'joinRequests.decline'>,
      options?: CallOptions,
    ): Promise<Output<'joinRequests.decline'>>
    /** Withdraw a join request of the caller */
    delete(
      input: Input<'joinRequests.delete'>,
      options?: CallOptions,
    ): Promise<Output<'joinRequests.delete'>>
  }
  readonly blocks: {
    /** Block a user: what they write in the dm, their requests, invitations, mentions, typing and presence do not reach the caller. They do not learn of it */
    create(input: Input<'blocks.create'>, options?: CallOptions): Promise<Output<'blocks.create'>>
    /** Unblock a user; what they wrote meanwhile stays hidden */
    delete(input: Input<'blocks.delete'>, options?: CallOptions): Promise<Output<'blocks.delete'>>
    /** List the users whom the caller has blocked, the latest first */
    list(input?: Input<'blocks.list'>, options?: CallOptions): Promise<Output<'blocks.list'>>
  }
  readonly sanctions: {
    /** Ban a user from a room, member or not, or mute a member. It takes the place of an earlier one of this kind */
    create(
      input: Input<'sanctions.create'>,
      options?: CallOptions,
    ): Promise<Output<'sanctions.create'>>
    /** List the bans and mutes of a room that are in force, the latest first */
    list(input: Input<'sanctions.list'>, options?: CallOptions): Promise<Output<'sanctions.list'>>
    /** Lift a ban or mute of a room */
    delete(
      input: Input<'sanctions.delete'>,
      options?: CallOptions,
    ): Promise<Output<'sanctions.delete'>>
    /** Answer an appeal against a ban or mute of a room */
    answerAppeal(
      input: Input<'sanctions.answerAppeal'>,
      options?: CallOptions,
    ): Promise<Output<'sanctions.answerAppeal'>>
    /** List the bans and mutes of the caller that are in force, the latest first */
    listMine(
      input?: Input<'sanctions.listMine'>,
      options?: CallOptions,
    ): Promise<Output<'sanctions.listMine'>>
    /** Appeal against a ban or mute of the caller, once */
    appeal(
      input: Input<'sanctions.appeal'>,
      options?: CallOptions,
    ): Promise<Output<'sanctions.appeal'>>
  }
  readonly serverSanctions: {
    /** Ban a user or, as an administrator, a network from the whole server, or mute or shadow-ban a user everywhere. It takes the place of an earlier one of this kind */
    create(
      input: Input<'serverSanctions.create'>,
      options?: CallOptions,
    ): Promise<Output<'serverSanctions.create'>>
    /** List the bans and mutes of the whole server that are in force, the latest first */
    list(
      input?: Input<'serverSanctions.list'>,
      options?: CallOptions,
    ): Promise<Output<'serverSanctions.list'>>
    /** Lift a ban or mute of the whole server */
    delete(
      input: Input<'serverSanctions.delete'>,
      options?: CallOptions,
    ): Promise<Output<'serverSanctions.delete'>>
    /** Answer an appeal against a ban or mute of the whole server */
    answerAppeal(
      input: Input<'serverSanctions.answerAppeal'>,
      options?: CallOptions,
    ): Promise<Output<'serverSanctions.answerAppeal'>>
  }
  readonly erasures: {
    /** Erase the caller permanently, with or without the messages. A user with an account proves who they are as in accounts.delete */
    create(
      input: Input<'erasures.create'>,
      options?: CallOptions,
    ): Promise<Output<'erasures.create'>>
  }
  readonly exports: {
    /** Copy all data of the caller into a ZIP file, in the background. Repeated while it runs, it answers the same export. A new one removes the file of the last one */
    create(
      input?: Input<'exports.create'>,
      options?: CallOptions,
    ): Promise<Output<'exports.create'>>
    /** List the last 10 exports of the caller, the latest first */
    list(input?: Input<'exports.list'>, options?: CallOptions): Promise<Output<'exports.list'>>
  }
  readonly legalHolds: {
    /** Put a user or a room under a legal hold: nothing of it is erased until the hold is lifted */
    create(
      input: Input<'legalHolds.create'>,
      options?: CallOptions,
    ): Promise<Output<'legalHolds.create'>>
    /** List the legal holds that are in force, the latest first */
    list(
      input?: Input<'legalHolds.list'>,
      options?: CallOptions,
    ): Promise<Output<'legalHolds.list'>>
    /** Lift a legal hold. The erasures that have waited for it go on */
    delete(
      input: Input<'legalHolds.delete'>,
      options?: CallOptions,
    ): Promise<Output<'legalHolds.delete'>>
  }
  readonly requests: {
    /** Ask a user to talk to the caller; the answer is the same whether or not the user exists. A pending request to the same user is returned unchanged */
    create(
      input: Input<'requests.create'>,
      options?: CallOptions,
    ): Promise<Output<'requests.create'>>
    /** List the pending requests to the caller, the latest first */
    list(input?: Input<'requests.list'>, options?: CallOptions): Promise<Output<'requests.list'>>
    /** List the pending requests of the caller, the latest first */
    listSent(
      input?: Input<'requests.listSent'>,
      options?: CallOptions,
    ): Promise<Output<'requests.listSent'>>
    /** Get a pending request to the caller, or of the caller */
    get(input: Input<'requests.get'>, options?: CallOptions): Promise<Output<'requests.get'>>
    /** Accept a request to the caller; the answer is the dm of the two users */
    accept(
      input: Input<'requests.accept'>,
      options?: CallOptions,
    ): Promise<Output<'requests.accept'>>
    /** Decline a request to the caller. Later requests of the same user are dropped for 30 days, with `forGood` for ever; the user is not informed */
    decline(
      input: Input<'requests.decline'>,
      options?: CallOptions,
    ): Promise<Output<'requests.decline'>>
    /** Withdraw a request of the caller */
    delete(
      input: Input<'requests.delete'>,
      options?: CallOptions,
    ): Promise<Output<'requests.delete'>>
  }
  readonly consent: {
    /** Get who may reach the caller */
    get(input?: Input<'consent.get'>, options?: CallOptions): Promise<Output<'consent.get'>>
    /** Set who may reach the caller */
    update(input: Input<'consent.update'>, options?: CallOptions): Promise<Output<'consent.update'>>
  }
  readonly reports: {
    /** Report a message or a user to the staff; a repeated report is the same one, until it is closed */
    create(input: Input<'reports.create'>, options?: CallOptions): Promise<Output<'reports.create'>>
    /** List the reports of the caller, the latest first */
    listMine(
      input?: Input<'reports.listMine'>,
      options?: CallOptions,
    ): Promise<Output<'reports.listMine'>>
    /** List the reports with a status, the oldest first: of a room for its staff, or of all rooms for the staff of the server */
    list(input?: Input<'reports.list'>, options?: CallOptions): Promise<Output<'reports.list'>>
    /** Get a report with its reporters and its evidence; for the staff */
    get(input: Input<'reports.get'>, options?: CallOptions): Promise<Output<'reports.get'>>
    /** Claim a report, so that nobody else of the staff works on it; with `takeOver` also one that another has claimed */
    claim(input: Input<'reports.claim'>, options?: CallOptions): Promise<Output<'reports.claim'>>
    /** Close a report with its outcome; its evidence and the texts of its reporters are erased */
    close(input: Input<'reports.close'>, options?: CallOptions): Promise<Output<'reports.close'>>
  }
  readonly typing: {
    /** Report that the caller is typing; repeat it every few seconds */
    start(input: Input<'typing.start'>, options?: CallOptions): Promise<Output<'typing.start'>>
    /** Report that the caller has stopped typing, in the room and its threads */
    stop(input: Input<'typing.stop'>, options?: CallOptions): Promise<Output<'typing.stop'>>
  }
  readonly presence: {
    /** Set the caller’s presence and status text; omitted fields stay as they are */
    update(
      input?: Input<'presence.update'>,
      options?: CallOptions,
    ): Promise<Output<'presence.update'>>
    /** List the presence of a room’s members */
    list(input: Input<'presence.list'>, options?: CallOptions): Promise<Output<'presence.list'>>
  }
}
