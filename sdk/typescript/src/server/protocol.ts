// Generated from protocol/ by `npm run generate`: do not edit.
import type {
  AppealOutcome,
  AuditEntry,
  Branded,
  CallOptions,
  ContactRequest,
  Data,
  Email,
  Erasure,
  ErasureId,
  Explanation,
  Export,
  ExportId,
  FeatureSwitches,
  Handle,
  IdentityId,
  InvitationId,
  JoinRequest,
  JoinRequestId,
  KeyId,
  LegalHold,
  LegalHoldId,
  Link,
  LinkCode,
  LinkId,
  Locale,
  Member,
  Mentions,
  Message,
  MessageId,
  MyRoom,
  NewLink,
  Nothing,
  Passkey,
  PasskeyId,
  Quota,
  Report,
  ReportDetails,
  ReportId,
  ReportOutcome,
  ReportStatus,
  RequestId,
  Role,
  Room,
  RoomEntry,
  RoomId,
  RoomPreview,
  Sanction,
  SanctionId,
  SanctionKind,
  ServerRole,
  Session,
  SessionId,
  TimeZone,
  User,
  UserId,
  WordAction,
  WordList,
  WordListId,
} from '../protocol.ts'

export type Scope =
  | 'users:read'
  | 'users:write'
  | 'rooms:read'
  | 'rooms:write'
  | 'messages:read'
  | 'messages:write'
  | 'moderation:read'
  | 'moderation:write'
  | 'data:read'
  | 'data:write'
  | 'tokens'
  | 'keys'
  | 'statistics'
  | 'jobs'

export type JobState = 'waiting' | 'running' | 'parked'

export type JobId = Branded<'JobId'>

/** An identity of a user, with the id that the user has at the issuer. */
export type IdentityOfUser = {
  readonly id: IdentityId
  readonly provider?: string | undefined
  readonly issuer: string
  readonly createdAt: string
  readonly usedAt: string
  readonly subject: string
}

/** An API key, without its secret. `prefix`: the first characters of the secret, to recognise it. */
export type Key = {
  readonly id: KeyId
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly createdAt: string
  readonly lastUsedAt?: string | undefined
}

/** A background job, without its content, which can be secret. `due`: from when it can run; while it runs, until when its node has it. A parked job has failed too often, and runs again only after `jobs.retry`. `tries`: how often it began since it last succeeded. `progress`: how far it has come, in a form of its kind. */
export type Job = {
  readonly id: JobId
  readonly kind: string
  readonly state: JobState
  readonly due?: string | undefined
  readonly tries: number
  readonly uniqueKey?: string | undefined
  readonly progress?: string | undefined
  readonly lastError?: string | undefined
  readonly createdAt: string
}

/** The input and output of each command. */
export type BackendCommands = {
  /** Create a user before their first token; an existing user is returned unchanged */
  'users.create': {
    readonly input: {
      readonly id: UserId
      readonly name: string
      readonly kind?: 'person' | 'bot' | undefined
      readonly handle?: Handle | undefined
      readonly locale?: Locale | undefined
      readonly timeZone?: TimeZone | undefined
      readonly info?: Data | undefined
      readonly role?: ServerRole | undefined
    }
    readonly output: User
  }
  /** List the users, by id, without deleted ones */
  'users.list': {
    readonly input: {
      readonly after?: UserId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly users: readonly User[]
      readonly next?: UserId | undefined
    }
  }
  /** Get a user; a deleted one has `deletedAt` */
  'users.get': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: User
  }
  /** Change a user’s name, info, server role or profile; tokens that were issued before do not change the first three back */
  'users.update': {
    readonly input: {
      readonly user: UserId
      readonly name?: string | undefined
      readonly handle?: Handle | null | undefined
      readonly locale?: Locale | null | undefined
      readonly timeZone?: TimeZone | null | undefined
      readonly info?: Data | null | undefined
      readonly role?: ServerRole | undefined
    }
    readonly output: User
  }
  /** Delete a user permanently; with `messages`, all messages of the user, too */
  'users.delete': {
    readonly input: {
      readonly user: UserId
      readonly messages?: boolean | undefined
    }
    readonly output: Nothing
  }
  /** Get a user’s quotas, and how much of each is used */
  'quotas.get': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: {
      readonly quotas: readonly Quota[]
    }
  }
  /** Set limits for one user, above or below those of the server; null takes the server’s limit again */
  'quotas.update': {
    readonly input: {
      readonly user: UserId
      readonly rooms?: number | null | undefined
      readonly invitations?: number | null | undefined
      readonly roomsPerDay?: number | null | undefined
      readonly textBytesPerDay?: number | null | undefined
      readonly eventsPerDay?: number | null | undefined
    }
    readonly output: {
      readonly quotas: readonly Quota[]
    }
  }
  /** Explain why a user may use a command of the client port, or may not */
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
      readonly user: UserId
    }
    readonly output: Explanation
  }
  /** Create a user with an account, and a one-time link with which the user sets the first password. With `email`, a link to verify the address is mailed */
  'accounts.create': {
    readonly input: {
      readonly handle: Handle
      readonly name?: string | undefined
      readonly email?: Email | undefined
    }
    readonly output: {
      readonly user: User
      readonly link: LinkCode
      readonly expiresAt: string
    }
  }
  /** List the sessions of a user, the last used first */
  'sessions.list': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: {
      readonly sessions: readonly Session[]
    }
  }
  /** End one session of a user */
  'sessions.delete': {
    readonly input: {
      readonly user: UserId
      readonly session: SessionId
    }
    readonly output: Nothing
  }
  /** End all sessions of a user */
  'sessions.deleteAll': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: Nothing
  }
  /** Remove the authenticator app and the recovery codes of a user, who lost them */
  'secondFactors.delete': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: Nothing
  }
  /** List the passkeys of a user */
  'passkeys.list': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: {
      readonly passkeys: readonly Passkey[]
    }
  }
  /** Remove all passkeys of a user, who lost a device */
  'passkeys.deleteAll': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: Nothing
  }
  /** Create a one-time link, to sign up or to set a user’s password */
  'links.create': {
    readonly input: {
      readonly purpose: 'sign_up' | 'password'
      /** The user whose password the link sets. */
      readonly user?: UserId | undefined
      readonly seconds?: number | undefined
    }
    readonly output: NewLink
  }
  /** Create a one-time link to become the first administrator, valid for a day; forbidden when there is an administrator */
  'links.offerAdministrator': { readonly input: Nothing; readonly output: NewLink }
  /** List the links that can still be used */
  'links.list': {
    readonly input: Nothing
    readonly output: {
      readonly links: readonly Link[]
    }
  }
  /** Delete a link */
  'links.delete': {
    readonly input: {
      readonly link: LinkId
    }
    readonly output: Nothing
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
  /** List the acts of staff, the latest first. `GET /api/v1/audit/events` is the same as a live stream */
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
  /** Create a word list, of a room or of the whole server */
  'wordLists.create': {
    readonly input: {
      readonly name: string
      readonly action: WordAction
      /** Words and phrases without case and accents, as in search. A `*` at the beginning or the end of a word stands for any letters. */
      readonly words: readonly string[]
      readonly room?: RoomId | undefined
    }
    readonly output: WordList
  }
  /** List the word lists of the server, or of a room */
  'wordLists.list': {
    readonly input: {
      readonly room?: RoomId | undefined
    }
    readonly output: {
      readonly wordLists: readonly WordList[]
    }
  }
  /** Get a word list, with its words */
  'wordLists.get': {
    readonly input: {
      readonly wordList: WordListId
    }
    readonly output: WordList
  }
  /** Change a word list: only the given fields change */
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
  /** Delete a word list */
  'wordLists.delete': {
    readonly input: {
      readonly wordList: WordListId
    }
    readonly output: Nothing
  }
  /** List the identities of a user, the oldest first */
  'identities.list': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: {
      readonly identities: readonly IdentityOfUser[]
    }
  }
  /** Remove an identity of a user, also the last way to sign in */
  'identities.delete': {
    readonly input: {
      readonly user: UserId
      readonly identity: IdentityId
    }
    readonly output: Nothing
  }
  /** Create a room; the same `key`, or the same two users of a dm, return the same room */
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
          readonly key?: string | undefined
          readonly members?:
            | readonly {
                readonly user: UserId
                readonly role?: Role | undefined
              }[]
            | undefined
        }
      | {
          readonly type: 'dm'
          readonly members: readonly {
            readonly user: UserId
          }[]
          readonly data?: Data | undefined
        }
    readonly output: Room
  }
  /** List all rooms, the newest first; with `user`, that user’s rooms, the most recently active first */
  'rooms.list': {
    readonly input: {
      readonly user?: UserId | undefined
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly rooms: readonly (MyRoom | Room)[]
      readonly next?: string | undefined
    }
  }
  /** Get a room */
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
  /** Add a user to a room; an existing member gets the `role`, if there is one */
  'members.add': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
      readonly role?: Role | undefined
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
  /** Ban or mute a user in a room or, without `room`, on the whole server; or ban a network from the server. It takes the place of an earlier one of this kind */
  'sanctions.create': {
    readonly input: {
      readonly kind: SanctionKind
      readonly user?: UserId | undefined
      /** A network, such as 192.0.2.0/24, or an address: for bans only, in place of `user`. */
      readonly addresses?: string | undefined
      /** When it ends; in the future. */
      readonly until?: string | undefined
      readonly reason?: string | undefined
      readonly room?: RoomId | undefined
    }
    readonly output: Sanction
  }
  /** List the bans and mutes that are in force, the latest first: all, or those in a room or of a user */
  'sanctions.list': {
    readonly input: {
      readonly room?: RoomId | undefined
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
  /** Lift a ban or mute */
  'sanctions.delete': {
    readonly input: {
      readonly sanction: SanctionId
    }
    readonly output: Nothing
  }
  /** Answer an appeal against a ban or mute */
  'sanctions.answerAppeal': {
    readonly input: {
      readonly sanction: SanctionId
      readonly outcome: AppealOutcome
      readonly note?: string | undefined
    }
    readonly output: Sanction
  }
  /** Erase a user permanently, with or without the messages, in the background. Repeated, it answers the same erasure */
  'erasures.create': {
    readonly input: {
      readonly user: UserId
      readonly messages: 'keep' | 'delete'
    }
    readonly output: Erasure
  }
  /** Get an erasure, its progress and its receipt */
  'erasures.get': {
    readonly input: {
      readonly erasure: ErasureId
    }
    readonly output: Erasure
  }
  /** List erasures, the latest first: all, or the one of a user */
  'erasures.list': {
    readonly input: {
      readonly user?: UserId | undefined
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly erasures: readonly Erasure[]
      readonly next?: string | undefined
    }
  }
  /** Copy all data of a user into a ZIP file, in the background. Repeated while it runs, it answers the same export. The user does not see it */
  'exports.create': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: Export
  }
  /** Get an export, its progress and its receipt */
  'exports.get': {
    readonly input: {
      readonly export: ExportId
    }
    readonly output: Export
  }
  /** List exports, the latest first: all, or those of a user */
  'exports.list': {
    readonly input: {
      readonly user?: UserId | undefined
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly exports: readonly Export[]
      readonly next?: string | undefined
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
  /** List the pending requests to a user, the latest first */
  'requests.list': {
    readonly input: {
      readonly user: UserId
      /** The `next` of the previous page. */
      readonly after?: string | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly requests: readonly ContactRequest[]
      readonly next?: string | undefined
    }
  }
  /** Accept a request for its user; the answer is the dm of the two users */
  'requests.accept': {
    readonly input: {
      readonly request: RequestId
    }
    readonly output: Room
  }
  /** Decline a request for its user; the user who asked is not informed */
  'requests.decline': {
    readonly input: {
      readonly request: RequestId
      /** All later requests of this user are dropped, too. */
      readonly forGood?: boolean | undefined
    }
    readonly output: Nothing
  }
  /** List a page of messages, oldest first: the latest, or those before or after a seq */
  'messages.list': {
    readonly input: {
      readonly room: RoomId
      /** Cannot be combined with `after`. */
      readonly before?: number | undefined
      /** Cannot be combined with `before`. */
      readonly after?: number | undefined
      readonly thread?: MessageId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly messages: readonly Message[]
      readonly seq: number
    }
  }
  /** Get a message */
  'messages.get': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Message
  }
  /** Send a message as the system or, with `sender`, as a bot of the room */
  'messages.send': {
    readonly input: {
      readonly room: RoomId
      readonly text: string
      readonly sender?: UserId | undefined
      readonly clientId?: string | undefined
      readonly data?: Data | undefined
      readonly replyTo?: MessageId | undefined
      readonly thread?: MessageId | undefined
      readonly inRoom?: true | undefined
      /** After how many seconds the message disappears; sooner if the room says so. */
      readonly expiresIn?: number | undefined
      readonly mentions?: Mentions | undefined
      readonly silent?: true | undefined
    }
    readonly output: Message
  }
  /** Edit a message of the system or of a bot; with `version`, only if it is still that version */
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
  /** Delete a message of any sender; its id and seq stay, and its text is erased */
  'messages.delete': {
    readonly input: {
      readonly room: RoomId
      readonly message: MessageId
    }
    readonly output: Nothing
  }
  /** Delete all messages of a user, in a room or, without `room`, in all rooms. A job begins at once */
  'messages.deleteAll': {
    readonly input: {
      readonly user: UserId
      readonly room?: RoomId | undefined
    }
    readonly output: Nothing
  }
  /** Mark a room as read for a member, up to a seq or to the end */
  'receipts.markRead': {
    readonly input: {
      readonly room: RoomId
      readonly user: UserId
      readonly seq?: number | undefined
    }
    readonly output: {
      readonly readSeq: number
      readonly unread: number
    }
  }
  /** Mark all rooms of a user as read; the answer is the number of rooms that had something unread */
  'receipts.markAllRead': {
    readonly input: {
      readonly user: UserId
    }
    readonly output: {
      readonly rooms: number
    }
  }
  /** Create a token for an existing user, to give to the user’s client */
  'tokens.create': {
    readonly input: {
      readonly user: UserId
      readonly seconds?: number | undefined
    }
    readonly output: {
      readonly token: string
      readonly user: User
      readonly expiresAt: string
    }
  }
  /** Create an API key with at most the scopes of this one. Only this answer contains the key */
  'keys.create': {
    readonly input: {
      readonly name: string
      readonly scopes: readonly Scope[]
    }
    readonly output: {
      readonly id: KeyId
      readonly name: string
      readonly prefix: string
      readonly scopes: readonly Scope[]
      readonly createdAt: string
      readonly lastUsedAt?: string | undefined
      readonly key: string
    }
  }
  /** List the API keys, without the operator’s own */
  'keys.list': {
    readonly input: Nothing
    readonly output: {
      readonly keys: readonly Key[]
    }
  }
  /** Delete an API key; it is refused from then on */
  'keys.delete': {
    readonly input: {
      readonly key: KeyId
    }
    readonly output: Nothing
  }
  /** Count users, rooms, memberships, events and messages */
  'statistics.get': {
    readonly input: Nothing
    readonly output: {
      readonly users: {
        readonly person: number
        readonly guest: number
        readonly bot: number
      }
      readonly rooms: {
        readonly dm: number
        readonly group: number
        readonly public: number
        readonly announcement: number
      }
      readonly memberships: number
      readonly events: number
      readonly messagesOfDay: number
    }
  }
  /** List the background jobs, the oldest first; the next page is `after` the last id */
  'jobs.list': {
    readonly input: {
      readonly kind?: string | undefined
      readonly state?: JobState | undefined
      readonly after?: JobId | undefined
      readonly limit?: number | undefined
    }
    readonly output: {
      readonly jobs: readonly Job[]
    }
  }
  /** Get a background job */
  'jobs.get': {
    readonly input: {
      readonly job: JobId
    }
    readonly output: Job
  }
  /** Run a job now that is parked or waits, with all its tries; a running one is left as it is */
  'jobs.retry': {
    readonly input: {
      readonly job: JobId
    }
    readonly output: Job
  }
  /** Delete a job that is parked or waits, so that its work is never done */
  'jobs.clear': {
    readonly input: {
      readonly job: JobId
    }
    readonly output: Nothing
  }
  /** Run many commands: with mode `all` in order and in one transaction; with `each` independently, in no guaranteed order */
  batch: {
    readonly input: {
      readonly mode: 'all' | 'each'
      readonly commands: readonly {
        readonly name: string
        readonly input?: { readonly [key: string]: unknown } | undefined
      }[]
    }
    readonly output: {
      readonly results: readonly (
        | {
            readonly status: number
            readonly result: unknown
          }
        | {
            readonly status: number
            readonly error: {
              readonly code: string
              readonly message: string
              /** The invalid fields, each with what it must be. */
              readonly fields?: { readonly [key: string]: string } | undefined
              /** The number of seconds after which to try again. */
              readonly retryAfter?: number | undefined
              /** When the ban or mute ends, unless it has no end. */
              readonly until?: string | undefined
              /** The id of an internal error, which the server’s log contains, too. */
              readonly id?: string | undefined
            }
          }
      )[]
    }
  }
}
export type BackendCommandName = keyof BackendCommands
export type BackendInput<N extends BackendCommandName> = BackendCommands[N]['input']
export type BackendOutput<N extends BackendCommandName> = BackendCommands[N]['output']

/** The commands as methods: `backend.rooms.list()`. */
export interface BackendCalls {
  readonly users: {
    /** Create a user before their first token; an existing user is returned unchanged */
    create(
      input: BackendInput<'users.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.create'>>
    /** List the users, by id, without deleted ones */
    list(
      input?: BackendInput<'users.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.list'>>
    /** Get a user; a deleted one has `deletedAt` */
    get(
      input: BackendInput<'users.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.get'>>
    /** Change a user’s name, info, server role or profile; tokens that were issued before do not change the first three back */
    update(
      input: BackendInput<'users.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.update'>>
    /** Delete a user permanently; with `messages`, all messages of the user, too */
    delete(
      input: BackendInput<'users.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'users.delete'>>
  }
  readonly quotas: {
    /** Get a user’s quotas, and how much of each is used */
    get(
      input: BackendInput<'quotas.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'quotas.get'>>
    /** Set limits for one user, above or below those of the server; null takes the server’s limit again */
    update(
      input: BackendInput<'quotas.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'quotas.update'>>
  }
  readonly permissions: {
    /** Explain why a user may use a command of the client port, or may not */
    explain(
      input: BackendInput<'permissions.explain'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'permissions.explain'>>
  }
  readonly accounts: {
    /** Create a user with an account, and a one-time link with which the user sets the first password. With `email`, a link to verify the address is mailed */
    create(
      input: BackendInput<'accounts.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'accounts.create'>>
  }
  readonly sessions: {
    /** List the sessions of a user, the last used first */
    list(
      input: BackendInput<'sessions.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'sessions.list'>>
    /** End one session of a user */
    delete(
      input: BackendInput<'sessions.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'sessions.delete'>>
    /** End all sessions of a user */
    deleteAll(
      input: BackendInput<'sessions.deleteAll'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'sessions.deleteAll'>>
  }
  readonly secondFactors: {
    /** Remove the authenticator app and the recovery codes of a user, who lost them */
    delete(
      input: BackendInput<'secondFactors.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'secondFactors.delete'>>
  }
  readonly passkeys: {
    /** List the passkeys of a user */
    list(
      input: BackendInput<'passkeys.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'passkeys.list'>>
    /** Remove all passkeys of a user, who lost a device */
    deleteAll(
      input: BackendInput<'passkeys.deleteAll'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'passkeys.deleteAll'>>
  }
  readonly links: {
    /** Create a one-time link, to sign up or to set a user’s password */
    create(
      input: BackendInput<'links.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'links.create'>>
    /** Create a one-time link to become the first administrator, valid for a day; forbidden when there is an administrator */
    offerAdministrator(
      input?: BackendInput<'links.offerAdministrator'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'links.offerAdministrator'>>
    /** List the links that can still be used */
    list(
      input?: BackendInput<'links.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'links.list'>>
    /** Delete a link */
    delete(
      input: BackendInput<'links.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'links.delete'>>
  }
  readonly reports: {
    /** List the reports with a status, the oldest first: of a room for its staff, or of all rooms for the staff of the server */
    list(
      input?: BackendInput<'reports.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'reports.list'>>
    /** Get a report with its reporters and its evidence; for the staff */
    get(
      input: BackendInput<'reports.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'reports.get'>>
    /** Claim a report, so that nobody else of the staff works on it; with `takeOver` also one that another has claimed */
    claim(
      input: BackendInput<'reports.claim'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'reports.claim'>>
    /** Close a report with its outcome; its evidence and the texts of its reporters are erased */
    close(
      input: BackendInput<'reports.close'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'reports.close'>>
  }
  readonly audit: {
    /** List the acts of staff, the latest first. `GET /api/v1/audit/events` is the same as a live stream */
    list(
      input?: BackendInput<'audit.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'audit.list'>>
  }
  readonly wordLists: {
    /** Create a word list, of a room or of the whole server */
    create(
      input: BackendInput<'wordLists.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'wordLists.create'>>
    /** List the word lists of the server, or of a room */
    list(
      input?: BackendInput<'wordLists.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'wordLists.list'>>
    /** Get a word list, with its words */
    get(
      input: BackendInput<'wordLists.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'wordLists.get'>>
    /** Change a word list: only the given fields change */
    update(
      input: BackendInput<'wordLists.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'wordLists.update'>>
    /** Delete a word list */
    delete(
      input: BackendInput<'wordLists.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'wordLists.delete'>>
  }
  readonly identities: {
    /** List the identities of a user, the oldest first */
    list(
      input: BackendInput<'identities.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'identities.list'>>
    /** Remove an identity of a user, also the last way to sign in */
    delete(
      input: BackendInput<'identities.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'identities.delete'>>
  }
  readonly rooms: {
    /** Create a room; the same `key`, or the same two users of a dm, return the same room */
    create(
      input: BackendInput<'rooms.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.create'>>
    /** List all rooms, the newest first; with `user`, that user’s rooms, the most recently active first */
    list(
      input?: BackendInput<'rooms.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.list'>>
    /** Get a room */
    get(
      input: BackendInput<'rooms.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.get'>>
    /** Change a room: only the given fields change; an empty topic removes the topic */
    update(
      input: BackendInput<'rooms.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.update'>>
    /** Delete a room and all its messages */
    delete(
      input: BackendInput<'rooms.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'rooms.delete'>>
  }
  readonly members: {
    /** List the members of a room, by id; the next page is `after` the last id */
    list(
      input: BackendInput<'members.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'members.list'>>
    /** Add a user to a room; an existing member gets the `role`, if there is one */
    add(
      input: BackendInput<'members.add'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'members.add'>>
    /** Change the role of a member */
    update(
      input: BackendInput<'members.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'members.update'>>
    /** Remove a member from a room */
    remove(
      input: BackendInput<'members.remove'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'members.remove'>>
  }
  readonly joinRequests: {
    /** List the requests to join a room that wait for an answer, the oldest first */
    list(
      input: BackendInput<'joinRequests.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'joinRequests.list'>>
    /** Accept a join request: its user becomes a member of the room */
    accept(
      input: BackendInput<'joinRequests.accept'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'joinRequests.accept'>>
    /** Decline a join request; with `forGood`, the user cannot send another one to this room */
    decline(
      input: BackendInput<'joinRequests.decline'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'joinRequests.decline'>>
  }
  readonly sanctions: {
    /** Ban or mute a user in a room or, without `room`, on the whole server; or ban a network from the server. It takes the place of an earlier one of this kind */
    create(
      input: BackendInput<'sanctions.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'sanctions.create'>>
    /** List the bans and mutes that are in force, the latest first: all, or those in a room or of a user */
    list(
      input?: BackendInput<'sanctions.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'sanctions.list'>>
    /** Lift a ban or mute */
    delete(
      input: BackendInput<'sanctions.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'sanctions.delete'>>
    /** Answer an appeal against a ban or mute */
    answerAppeal(
      input: BackendInput<'sanctions.answerAppeal'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'sanctions.answerAppeal'>>
  }
  readonly erasures: {
    /** Erase a user permanently, with or without the messages, in the background. Repeated, it answers the same erasure */
    create(
      input: BackendInput<'erasures.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'erasures.create'>>
    /** Get an erasure, its progress and its receipt */
    get(
      input: BackendInput<'erasures.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'erasures.get'>>
    /** List erasures, the latest first: all, or the one of a user */
    list(
      input?: BackendInput<'erasures.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'erasures.list'>>
  }
  readonly exports: {
    /** Copy all data of a user into a ZIP file, in the background. Repeated while it runs, it answers the same export. The user does not see it */
    create(
      input: BackendInput<'exports.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'exports.create'>>
    /** Get an export, its progress and its receipt */
    get(
      input: BackendInput<'exports.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'exports.get'>>
    /** List exports, the latest first: all, or those of a user */
    list(
      input?: BackendInput<'exports.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'exports.list'>>
  }
  readonly legalHolds: {
    /** Put a user or a room under a legal hold: nothing of it is erased until the hold is lifted */
    create(
      input: BackendInput<'legalHolds.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'legalHolds.create'>>
    /** List the legal holds that are in force, the latest first */
    list(
      input?: BackendInput<'legalHolds.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'legalHolds.list'>>
    /** Lift a legal hold. The erasures that have waited for it go on */
    delete(
      input: BackendInput<'legalHolds.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'legalHolds.delete'>>
  }
  readonly requests: {
    /** List the pending requests to a user, the latest first */
    list(
      input: BackendInput<'requests.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'requests.list'>>
    /** Accept a request for its user; the answer is the dm of the two users */
    accept(
      input: BackendInput<'requests.accept'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'requests.accept'>>
    /** Decline a request for its user; the user who asked is not informed */
    decline(
      input: BackendInput<'requests.decline'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'requests.decline'>>
  }
  readonly messages: {
    /** List a page of messages, oldest first: the latest, or those before or after a seq */
    list(
      input: BackendInput<'messages.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.list'>>
    /** Get a message */
    get(
      input: BackendInput<'messages.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.get'>>
    /** Send a message as the system or, with `sender`, as a bot of the room */
    send(
      input: BackendInput<'messages.send'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.send'>>
    /** Edit a message of the system or of a bot; with `version`, only if it is still that version */
    update(
      input: BackendInput<'messages.update'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.update'>>
    /** Delete a message of any sender; its id and seq stay, and its text is erased */
    delete(
      input: BackendInput<'messages.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.delete'>>
    /** Delete all messages of a user, in a room or, without `room`, in all rooms. A job begins at once */
    deleteAll(
      input: BackendInput<'messages.deleteAll'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'messages.deleteAll'>>
  }
  readonly receipts: {
    /** Mark a room as read for a member, up to a seq or to the end */
    markRead(
      input: BackendInput<'receipts.markRead'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'receipts.markRead'>>
    /** Mark all rooms of a user as read; the answer is the number of rooms that had something unread */
    markAllRead(
      input: BackendInput<'receipts.markAllRead'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'receipts.markAllRead'>>
  }
  readonly tokens: {
    /** Create a token for an existing user, to give to the user’s client */
    create(
      input: BackendInput<'tokens.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'tokens.create'>>
  }
  readonly keys: {
    /** Create an API key with at most the scopes of this one. Only this answer contains the key */
    create(
      input: BackendInput<'keys.create'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'keys.create'>>
    /** List the API keys, without the operator’s own */
    list(
      input?: BackendInput<'keys.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'keys.list'>>
    /** Delete an API key; it is refused from then on */
    delete(
      input: BackendInput<'keys.delete'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'keys.delete'>>
  }
  readonly statistics: {
    /** Count users, rooms, memberships, events and messages */
    get(
      input?: BackendInput<'statistics.get'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'statistics.get'>>
  }
  readonly jobs: {
    /** List the background jobs, the oldest first; the next page is `after` the last id */
    list(
      input?: BackendInput<'jobs.list'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'jobs.list'>>
    /** Get a background job */
    get(input: BackendInput<'jobs.get'>, options?: CallOptions): Promise<BackendOutput<'jobs.get'>>
    /** Run a job now that is parked or waits, with all its tries; a running one is left as it is */
    retry(
      input: BackendInput<'jobs.retry'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'jobs.retry'>>
    /** Delete a job that is parked or waits, so that its work is never done */
    clear(
      input: BackendInput<'jobs.clear'>,
      options?: CallOptions,
    ): Promise<BackendOutput<'jobs.clear'>>
  }
  /** Run many commands: with mode `all` in order and in one transaction; with `each` independently, in no guaranteed order */
  batch(input: BackendInput<'batch'>, options?: CallOptions): Promise<BackendOutput<'batch'>>
}
