import type { User } from '../../protocol/entities.ts'
import type { Cursor } from '../../protocol/ids.ts'
import type { KeysRead, KeysWrite } from './app/keys/port.ts'
import type { StatisticsRead } from './app/statistics/port.ts'
import type { InvitationsRead, InvitationsWrite } from './invitations/port.ts'
import type { MembersRead, MembersWrite } from './members/port.ts'
import type { MentionsRead, MentionsWrite } from './mentions/port.ts'
import type { MessagesRead, MessagesWrite } from './messages/port.ts'
import type { SearchRead, SearchWrite } from './messages/search/port.ts'
import type { PinsRead, PinsWrite } from './pins/port.ts'
import type { PresenceRead, PresenceWrite } from './presence/port.ts'
import type { ReactionsRead, ReactionsWrite } from './reactions/port.ts'
import type { ReceiptsRead, ReceiptsWrite } from './receipts/port.ts'
import type { RoomsRead, RoomsWrite } from './rooms/port.ts'
import type { ThreadsRead, ThreadsWrite } from './threads/port.ts'
import type { TicketsWrite } from './tickets/port.ts'
import type { UsersRead, UsersWrite } from './users/port.ts'

export type { KeysRead, KeysWrite, NewKey } from './app/keys/port.ts'
export type { Counts, StatisticsRead } from './app/statistics/port.ts'
export type { AppCaller, Caller } from './callers.ts'
export type { InvitationsRead, InvitationsWrite, NewInvitation } from './invitations/port.ts'
export type { MembersRead, MembersWrite } from './members/port.ts'
export type { MentionsRead, MentionsWrite } from './mentions/port.ts'
export type { MessagesRead, MessagesWrite, NewMessage, Page, ThreadRoot } from './messages/port.ts'
export type {
  FoundMessage,
  Indexing,
  OfMessage,
  Search,
  SearchRead,
  SearchWrite,
  Span,
} from './messages/search/port.ts'
export type { PageOf, PageRequest } from './paging.ts'
export type { PinsRead, PinsWrite } from './pins/port.ts'
export type {
  Presence,
  PresenceRead,
  PresenceRoom,
  PresenceSetting,
  PresenceWrite,
} from './presence/port.ts'
export type { ReactionsRead, ReactionsWrite } from './reactions/port.ts'
export type { Pointers, ReceiptsRead, ReceiptsWrite } from './receipts/port.ts'
export type {
  Activity,
  NewRoom,
  RoomChange,
  RoomsRead,
  RoomsWrite,
  Standing,
} from './rooms/port.ts'
export type { ThreadsRead, ThreadsWrite } from './threads/port.ts'
export type { TicketsWrite } from './tickets/port.ts'
export type { Typing } from './typing/port.ts'
export type { UsersRead, UsersWrite } from './users/port.ts'

/** One moment of the truth: everything read through it belongs together. */
export interface Reader {
  /** This moment by the database's clock, in ms of the epoch: the only time that use-cases know. */
  readonly now: number
  /** Nothing that is not in what is read will have this time or an earlier one, in ms of the epoch. */
  readonly committedUntil: number
  /** This moment, as the word to resume from. */
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
  readonly presence: PresenceRead
  readonly search: SearchRead
  readonly keys: KeysRead
  readonly statistics: StatisticsRead
}

/**
 * What can be changed. Each durable change takes its log's next `seq` and stores the row and the
 * event together; nothing else writes, so nothing can be changed in silence.
 */
export interface Tx extends Reader {
  /** Events that were recorded in it so far. */
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
  readonly presence: PresenceWrite
  readonly search: SearchWrite
  readonly tickets: TicketsWrite
  readonly keys: KeysWrite
}

export interface Store {
  /** Resolves once everything `read` came from one moment. `work` awaits nothing but its reader. */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  /**
   * Resolves once the commit is on disk; only then is anything announced. `work` awaits nothing but
   * its tx, and may be run again from the start. What it throws undoes it, and nobody else's.
   *
   * `once`: this work only adds, and looks at nothing that others like it may be adding, but for those
   * with the same `once` ('' is nobody's): a store may carry such works out side by side.
   */
  write<T>(work: (tx: Tx) => Promise<T>, once?: string): Promise<T>
  /** A write that tells nobody anything: where it can, the database does it beside the others. */
  writeUnannounced<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

/** Ways in that the server itself hands out. */
export interface Credentials {
  guestToken(user: User): Promise<string>
  /** `until`: in ms of the epoch. */
  userToken(user: User, until: number): Promise<string>
}

/** What the operator decided. */
export type Policy = { readonly guests: boolean }
