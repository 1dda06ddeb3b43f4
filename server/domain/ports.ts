import type { User } from '../../protocol/entities.ts'
import type { Cursor, RoomId, UserId } from '../../protocol/ids.ts'
import type { AccountsRead, AccountsWrite, AttemptsWrite } from './accounts/port.ts'
import type { KeysRead, KeysWrite } from './app/keys/port.ts'
import type { StatisticsRead } from './app/statistics/port.ts'
import type { AuditRead, AuditWrite } from './audit/port.ts'
import type { BlocksRead, BlocksWrite } from './blocks/port.ts'
import type { ErasuresRead, ErasuresWrite } from './erasures/port.ts'
import type { OldEventsRead, OldEventsWrite } from './events/port.ts'
import type { ExportsRead, ExportsWrite } from './exports/port.ts'
import type { IdentitiesRead, IdentitiesWrite } from './identities/port.ts'
import type { ImportsRead, ImportsWrite } from './imports/port.ts'
import type { InvitationsRead, InvitationsWrite } from './invitations/port.ts'
import type { JobsRead, JobsWrite } from './jobs/port.ts'
import type { JoinRequestsRead, JoinRequestsWrite } from './join-requests/port.ts'
import type { LegalHoldsRead, LegalHoldsWrite } from './legal-holds/port.ts'
import type { LinksRead, LinksWrite } from './links/port.ts'
import type { MailCountsWrite } from './mail/port.ts'
import type { MembersRead, MembersWrite } from './members/port.ts'
import type { MentionsRead, MentionsWrite } from './mentions/port.ts'
import type { MessagesRead, MessagesWrite } from './messages/port.ts'
import type { SearchRead, SearchWrite } from './messages/search/port.ts'
import type { PasskeysRead, PasskeysWrite } from './passkeys/port.ts'
import type { PinsRead, PinsWrite } from './pins/port.ts'
import type { PresenceRead, PresenceWrite } from './presence/port.ts'
import type { QuotasRead, QuotasWrite } from './quotas/port.ts'
import type { ReactionsRead, ReactionsWrite } from './reactions/port.ts'
import type { ReceiptsRead, ReceiptsWrite } from './receipts/port.ts'
import type { ReportsRead, ReportsWrite } from './reports/port.ts'
import type { RequestsRead, RequestsWrite } from './requests/port.ts'
import type { ExpiryRead, ExpiryWrite } from './retention/port.ts'
import type { RoomsRead, RoomsWrite } from './rooms/port.ts'
import type { SanctionsRead, SanctionsWrite } from './sanctions/port.ts'
import type { SecondFactorsRead, SecondFactorsWrite } from './second-factors/port.ts'
import type { SessionsRead, SessionsWrite } from './sessions/port.ts'
import type { ThreadsRead, ThreadsWrite } from './threads/port.ts'
import type { TicketsWrite } from './tickets/port.ts'
import type { UsersRead, UsersWrite } from './users/port.ts'
import type { WordListsRead, WordListsWrite } from './word-lists/port.ts'

export type {
  AccountsRead,
  AccountsWrite,
  AttemptsWrite,
  Passwords,
  StoredAccount,
} from './accounts/port.ts'
export type { KeysRead, KeysWrite, NewKey } from './app/keys/port.ts'
export type { Counts, StatisticsRead } from './app/statistics/port.ts'
export type { AuditFilter, AuditRead, AuditWrite, NewAuditEntry } from './audit/port.ts'
export type { BackupServices } from './backups/port.ts'
export type { BlocksRead, BlocksWrite } from './blocks/port.ts'
export type { AppCaller, Caller } from './callers.ts'
export type * from './erasures/port.ts'
export type { AgedLog, OldEventsRead, OldEventsWrite } from './events/port.ts'
export type * from './exports/port.ts'
export type { HookRequest, HookVerdict, MessageHook } from './hook/port.ts'
export type * from './identities/port.ts'
export type * from './imports/port.ts'
export type { InvitationsRead, InvitationsWrite, NewInvitation } from './invitations/port.ts'
export type { JobBody, JobKind } from './job-kinds.ts'
export {
  type JobCount,
  type JobOptions,
  type JobsRead,
  type JobsWrite,
  LeaseLost,
  type TakenJob,
} from './jobs/port.ts'
export type {
  JoinRequestEnd,
  JoinRequestState,
  JoinRequestsRead,
  JoinRequestsWrite,
} from './join-requests/port.ts'
export type { LegalHoldsRead, LegalHoldsWrite, OnHold } from './legal-holds/port.ts'
export type { LinksRead, LinksWrite, NewLink, StoredLink } from './links/port.ts'
export type { Mail, MailCountsWrite, MailServices } from './mail/port.ts'
export type { MembersRead, MembersWrite } from './members/port.ts'
export type { MentionsRead, MentionsWrite } from './mentions/port.ts'
export type {
  MessageChange,
  MessagesRead,
  MessagesWrite,
  NewMessage,
  Page,
} from './messages/port.ts'
export type * from './messages/search/port.ts'
export type { PageOf, PageRequest } from './paging.ts'
export type {
  NewPasskey,
  PasskeysRead,
  PasskeysWrite,
  StoredPasskey,
  Webauthn,
} from './passkeys/port.ts'
export type { PinsRead, PinsWrite } from './pins/port.ts'
export type { Policy } from './policy.ts'
export type {
  Presence,
  PresenceRead,
  PresenceRoom,
  PresenceSetting,
  PresenceWrite,
} from './presence/port.ts'
export type { Limits, QuotasRead, QuotasWrite, Usage } from './quotas/port.ts'
export type { ReactionsRead, ReactionsWrite } from './reactions/port.ts'
export type { Pointers, ReceiptsRead, ReceiptsWrite } from './receipts/port.ts'
export type {
  NewReporter,
  ReportedObject,
  ReportsRead,
  ReportsWrite,
  StaffUser,
  StoredReport,
} from './reports/port.ts'
export type {
  NewRequest,
  Reach,
  RequestsRead,
  RequestsWrite,
  StoredRequest,
} from './requests/port.ts'
export type {
  ExpiredMessage,
  ExpiryPosition,
  ExpiryRead,
  ExpiryWrite,
  Retention,
} from './retention/port.ts'
export type {
  Activity,
  NewRoom,
  RoomChange,
  RoomsRead,
  RoomsWrite,
  Standing,
} from './rooms/port.ts'
export type * from './sanctions/port.ts'
export type {
  SecondFactorsRead,
  SecondFactorsWrite,
  StoredSecondFactor,
  TotpCodes,
} from './second-factors/port.ts'
export type {
  Refreshed,
  SessionsRead,
  SessionsWrite,
  SessionTokens,
  SessionUser,
  StoredSession,
  TokenPair,
  Visitor,
} from './sessions/port.ts'
export type { ThreadsRead, ThreadsWrite } from './threads/port.ts'
export type { TicketsWrite } from './tickets/port.ts'
export type { Typing } from './typing/port.ts'
export type { NewUser, UserChange, UsersRead, UsersWrite } from './users/port.ts'
export type {
  FilteredText,
  NewWordList,
  StoredWordList,
  UnparsedWordList,
  WordFilter,
  WordListChange,
  WordListsRead,
  WordListsWrite,
} from './word-lists/port.ts'

/** The database at one moment: everything read through one reader is consistent. */
export interface Reader {
  /** The time of the database's clock, in ms of the epoch. Use-cases know no other time. */
  readonly now: number
  /** No later commit will have this time or an earlier one, in ms of the epoch. */
  readonly committedUntil: number
  /** The cursor of this moment. */
  cursor(): Promise<Cursor>
  readonly users: UsersRead
  readonly rooms: RoomsRead
  readonly members: MembersRead
  readonly messages: MessagesRead
  readonly threads: ThreadsRead
  readonly reactions: ReactionsRead
  readonly pins: PinsRead
  readonly mentions: MentionsRead
  readonly receipts: ReceiptsRead
  readonly invitations: InvitationsRead
  readonly joinRequests: JoinRequestsRead
  readonly sanctions: SanctionsRead
  readonly blocks: BlocksRead
  readonly erasures: ErasuresRead
  readonly exports: ExportsRead
  readonly legalHolds: LegalHoldsRead
  readonly requests: RequestsRead
  readonly presence: PresenceRead
  readonly search: SearchRead
  readonly keys: KeysRead
  readonly quotas: QuotasRead
  readonly accounts: AccountsRead
  readonly sessions: SessionsRead
  readonly secondFactors: SecondFactorsRead
  readonly passkeys: PasskeysRead
  readonly links: LinksRead
  readonly identities: IdentitiesRead
  readonly imports: ImportsRead
  readonly statistics: StatisticsRead
  readonly jobs: JobsRead
  readonly audit: AuditRead
  readonly oldEvents: OldEventsRead
  readonly expiry: ExpiryRead
  readonly reports: ReportsRead
  readonly wordLists: WordListsRead
}

/**
 * A transaction. Each durable change takes the next `seq` of its log, and stores the row and the event together. There
 * is no other way to write, so no change can lack its event.
 */
export interface Tx extends Reader {
  /** The number of events that the transaction has recorded so far. */
  readonly events: number
  readonly users: UsersWrite
  readonly rooms: RoomsWrite
  readonly members: MembersWrite
  readonly messages: MessagesWrite
  readonly threads: ThreadsWrite
  readonly reactions: ReactionsWrite
  readonly pins: PinsWrite
  readonly mentions: MentionsWrite
  readonly receipts: ReceiptsWrite
  readonly invitations: InvitationsWrite
  readonly joinRequests: JoinRequestsWrite
  readonly sanctions: SanctionsWrite
  readonly blocks: BlocksWrite
  readonly erasures: ErasuresWrite
  readonly exports: ExportsWrite
  readonly legalHolds: LegalHoldsWrite
  readonly requests: RequestsWrite
  readonly presence: PresenceWrite
  readonly search: SearchWrite
  readonly tickets: TicketsWrite
  readonly keys: KeysWrite
  readonly quotas: QuotasWrite
  readonly jobs: JobsWrite
  readonly audit: AuditWrite
  readonly oldEvents: OldEventsWrite
  readonly expiry: ExpiryWrite
  readonly reports: ReportsWrite
  readonly wordLists: WordListsWrite
  readonly accounts: AccountsWrite
  readonly attempts: AttemptsWrite
  readonly mailCounts: MailCountsWrite
  readonly sessions: SessionsWrite
  readonly secondFactors: SecondFactorsWrite
  readonly passkeys: PasskeysWrite
  readonly links: LinksWrite
  readonly identities: IdentitiesWrite
  readonly imports: ImportsWrite
}

export interface Store {
  /** Runs `work` on the database of one moment. `work` must await nothing except its reader. */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * Resolves when the commit is on disk; the events are published after that. `work` must await nothing except its tx,
   * and can run again from the start. An error of `work` rolls its own changes back, and no other work's.
   *
   * `keys`: what the work reads and changes beside its room's log, such as a member's pointers or a message's reactions.
   * The store may run works with keys at the same time, in one transaction, if they have no key in common. Such a work
   * locks its one room first. Without `keys`, a work runs in a transaction of its own.
   */
  write<T>(work: (tx: Tx) => Promise<T>, keys?: readonly string[]): Promise<T>
  /** A write without events. If the database can, it runs beside other writes. */
  writeUnannounced<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Overwrites what deleted rows have left in the files, where the database can do that at once. */
  scrub(): Promise<void>
}

/** Shares the CPU between users. */
export interface Turns {
  /** Resolves when the user's next piece of long work may run, in a later turn of the event loop. */
  next(key: string): Promise<void>
}

/** The tokens that the server issues. */
export interface Credentials {
  guestToken(user: User): Promise<string>
  /** `until`: ms of the epoch. */
  userToken(user: User, until: number): Promise<string>
  /** The guest of a guest's token. Refuses `invalid_token` and `token_expired`. */
  guestOf(token: string): Promise<UserId>
}

/** How many messages one room accepts in a second, of all senders and on all nodes. */
export interface RoomRate {
  /** Refuses `rate_limited`. */
  require(room: RoomId): void
}
