import type {
  Feature,
  Invitation,
  Key,
  Member,
  Mentions,
  Message,
  MessageRef,
  MyRoom,
  Preferences,
  Reaction,
  ReadReceipt,
  Replies,
  Role,
  Room,
  RoomType,
  Scope,
  Sender,
  Thread,
  User,
  UserKind,
  Version,
} from '../../protocol/entities.ts'
import type { Cursor, InvitationId, KeyId, MessageId, RoomId, UserId } from '../../protocol/ids.ts'

/** Who is asking. `endsAt`: when their way in ends, by `performance.now()`, which nobody sets. */
export type Caller = { readonly user: User; readonly endsAt: number }

/** The app itself, with a key, and what that is for. */
export type AppCaller = { readonly scopes: ReadonlySet<Scope> }

/**
 * Where somebody stands in a room that exists. Without a role: not a member. `from`: the first seq that
 * they may see; `joinedSeq`: that of their joining.
 */
export type Standing = {
  readonly room: Room
  readonly me: Sender
  readonly role: Role | undefined
  readonly from: number
  readonly joinedSeq: number
}

/** A page by seq, at most `limit` messages and none before `from`; of a thread, or of the room itself. */
export type Page = {
  readonly limit: number
  readonly from: number
  readonly thread?: MessageId | undefined
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly around?: number | undefined
}

/**
 * A page of what is in an order of its own: `next`, where there is more, is where it begins; `afterItem`
 * says where a page begins that goes on after one of these items.
 */
export type PageOf<T> = {
  readonly items: readonly T[]
  readonly next: string | undefined
  readonly afterItem: (index: number) => string
}
/** From where, and how many. */
export type PageRequest = { readonly after?: string | undefined; readonly limit: number }

/** Somebody came, left, or said something. */
export type Activity = {
  readonly type: 'member.joined' | 'member.left' | 'message.created'
  readonly seq: number
  readonly at: string
  readonly user: UserId
  readonly name: string
  readonly text: string | undefined
}

/** How far a member has read and received, by themselves and as others know it. */
export type Pointers = {
  readonly readSeq: number
  readonly shownSeq: number
  readonly deliveredSeq: number
  readonly unreadFrom: number | undefined
  readonly preferences: Preferences
}

/** The root of a thread and what is below it. */
export type ThreadRoot = MessageRef & { readonly replies: Replies }

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

export interface UsersRead {
  /** Also one that was deleted. */
  get(id: UserId): Promise<User | undefined>
  /** Of these those who are in a room with somebody, and themselves. */
  known(to: UserId, ids: readonly UserId[]): Promise<readonly User[]>
  /** When the word was given, in ms of the epoch, that last named them, where that is known. */
  namedAt(id: UserId): Promise<number | undefined>
  /** By id, those that were not deleted. */
  list(after: string, limit: number): Promise<readonly User[]>
}
export interface UsersWrite extends UsersRead {
  /** A user nobody has met: there is nobody to tell. */
  create(user: Pick<User, 'id' | 'name' | 'kind' | 'info'>, namedAt?: number): Promise<User>
  /** `user.updated` in the user's own log, and `member.updated` in every room of theirs: for a name and for info. */
  update(user: User, change: Pick<User, 'name' | 'info'>, namedAt?: number): Promise<User>
  /** `user.deleted` in the user's own log, the last of it. */
  delete(user: User): Promise<void>
}

export interface RoomsRead {
  get(id: RoomId): Promise<Room | undefined>
  /** The room of a name that can exist once: a dm's pair, the lobby. */
  byKey(key: string): Promise<Room | undefined>
  /** Undefined where there is no such room or no such user. To write, it locks the room's log. */
  standing(room: RoomId, user: UserId): Promise<Standing | undefined>
  /** The latest active first, by `committedUntil` each once, however they move between its pages. */
  of(user: UserId, turn: PageRequest, committedUntil: number): Promise<PageOf<MyRoom>>
  /** Of these those that the user is in. */
  among(user: UserId, ids: readonly RoomId[]): Promise<readonly MyRoom[]>
  countOf(user: UserId): Promise<number>
  /** Those that anyone may join, the newest first. */
  open(type: RoomType, turn: PageRequest): Promise<PageOf<Room>>
  /** All there are, the newest first. */
  all(turn: PageRequest): Promise<PageOf<Room>>
  /** By id: those that the user is in, or was ever. */
  idsOf(user: UserId, when: 'now' | 'ever'): Promise<readonly RoomId[]>
  /** The last comings, goings and messages of a room, oldest first. */
  activity(room: RoomId, limit: number): Promise<readonly Activity[]>
}
export interface RoomsWrite extends RoomsRead {
  create(room: NewRoom, by: Sender): Promise<Room>
  update(room: Room, change: RoomChange, by: Sender): Promise<Room>
  /** Erases the room's name, data and all that was said in it. */
  delete(room: Room, by: Sender): Promise<void>
}
export type NewRoom = Pick<Room, 'type'> & RoomChange & { readonly key?: string }
export type RoomChange = {
  readonly [K in 'name' | 'topic' | 'data' | 'readOnly' | 'history']?: Room[K] | undefined
} & {
  readonly features?: { readonly [F in Feature]?: boolean | undefined } | undefined
  readonly archived?: boolean | undefined
}

export interface MembersRead {
  get(room: RoomId, user: UserId): Promise<Member | undefined>
  list(room: RoomId, after: string, limit: number): Promise<readonly Member[]>
  /** The members of this kind: people, guests or bots. */
  ofKind(room: RoomId, kind: UserKind): Promise<readonly UserId[]>
  /** Quick guests who are in any room but a dm. */
  quickGuests(): Promise<readonly UserId[]>
  /** Who they are, and their roles: at most `limit`. */
  ids(room: RoomId, limit: number): Promise<readonly { user: UserId; role: Role }[]>
  /** How many members hold this role. */
  countRole(room: RoomId, role: Role): Promise<number>
  /** Whether somebody is a member, or was one before they left. */
  isKnown(room: RoomId, user: UserId): Promise<boolean>
  /** The next owner of a room that has none: by rank, then the longest in it. Neither a bot nor a quick guest. */
  nextOwner(room: RoomId): Promise<UserId | undefined>
}
export interface MembersWrite extends MembersRead {
  add(room: Room, user: User, role: Role, by: Sender): Promise<Member>
  updateRole(room: RoomId, user: UserId, role: Role, by: Sender): Promise<Member>
  remove(room: Room, user: Sender, by: Sender): Promise<void>
  /** Tells the member's own log. */
  setPreferences(room: RoomId, user: UserId, preferences: Preferences): Promise<void>
}

export interface MessagesRead {
  get(room: RoomId, id: MessageId): Promise<Message | undefined>
  /** In whichever room. */
  find(id: MessageId): Promise<Message | undefined>
  byClientId(room: RoomId, sender: UserId, clientId: string): Promise<Message | undefined>
  list(room: RoomId, page: Page): Promise<readonly Message[]>
  /** Others' messages after this seq that count as unread, oldest first. */
  listUnread(room: RoomId, user: UserId, seq: number, limit: number): Promise<readonly Message[]>
  /** What somebody said after a seq and up to another, and is not deleted. */
  ofSender(room: RoomId, sender: UserId, after: number, until: number): Promise<readonly Message[]>
  listVersions(message: Message, after: number, limit: number): Promise<readonly Version[]>
  /** Whether there is anything in it whose time is over. */
  hasTrash(now: number): Promise<boolean>
}
export interface MessagesWrite extends MessagesRead {
  /** `quoted` and `root` are those of `replyTo` and `thread`. */
  create(message: NewMessage, quoted?: Message, root?: Message): Promise<Message>
  edit(
    message: Message,
    change: { text: string; data: Message['data']; mentions: Mentions | undefined },
  ): Promise<Message>
  /** Erases it everywhere; where its author did it, the text waits in the trash until a time. */
  delete(message: Message, by: Sender, restorableUntil: number | undefined): Promise<void>
  /** Undefined where it is no longer in the trash. */
  restore(message: Message, now: number): Promise<Message | undefined>
  emptyTrash(now: number): Promise<void>
}
export type NewMessage = Pick<Message, 'room' | 'sender' | 'text'> & {
  readonly [K in
    | 'data'
    | 'replyTo'
    | 'clientId'
    | 'thread'
    | 'inRoom'
    | 'mentions'
    | 'silent'
    | 'system']?: Message[K] | undefined
}

export interface ThreadsRead {
  /** As rooms are. */
  of(user: UserId, turn: PageRequest, committedUntil: number): Promise<PageOf<Thread>>
  get(root: Message, user: UserId): Promise<Thread>
}
export interface ThreadsWrite extends ThreadsRead {
  /** Tells the user's own log. */
  follow(root: Message, user: UserId, following: boolean): Promise<void>
  setRead(root: Message, user: UserId, seq: number): Promise<void>
}

export interface ReactionsRead {
  has(message: Message, emoji: string, user: UserId): Promise<boolean>
  /** How many of the user's are on the message. */
  countOf(message: Message, user: UserId): Promise<number>
  list(message: Message, emoji: string | undefined, turn: PageRequest): Promise<PageOf<Reaction>>
}
export interface ReactionsWrite extends ReactionsRead {
  add(message: Message, emoji: string, user: Sender): Promise<Message>
  remove(message: Message, emoji: string, user: Sender): Promise<Message>
}

export interface PinsRead {
  list(room: RoomId, from: number): Promise<readonly Message[]>
}
export interface PinsWrite extends PinsRead {
  add(message: Message, by: Sender): Promise<Message>
  remove(message: Message, by: Sender): Promise<void>
}

export interface MentionsRead {
  of(user: UserId, turn: PageRequest): Promise<PageOf<Message>>
}
export interface MentionsWrite extends MentionsRead {
  /** Tells each user's own log, unless the message has named them already. */
  add(message: Message, users: readonly UserId[], by: Sender): Promise<void>
}

export interface ReceiptsRead {
  pointers(room: RoomId, user: UserId): Promise<Pointers | undefined>
  /** Others' messages after this seq that count, up to `LIMITS.unreadMax`. */
  countUnread(room: RoomId, user: UserId, seq: number): Promise<number>
  /** The user's rooms in which something is unread, or marked so. */
  behind(user: UserId): Promise<readonly RoomId[]>
  /** Who but its sender has read as far as a message, by id. */
  seen(
    room: RoomId,
    seq: number,
    sender: UserId,
    after: string,
    limit: number,
  ): Promise<readonly ReadReceipt[]>
}
export interface ReceiptsWrite extends ReceiptsRead {
  /** `tells`: others hear of it; if not, only the reader's own log does. */
  setRead(
    room: RoomId,
    user: Sender,
    seq: number,
    pointers: Pointers,
    tells: boolean,
  ): Promise<void>
  setUnreadFrom(room: RoomId, user: UserId, seq: number, preferences: Preferences): Promise<void>
  setDelivered(room: RoomId, user: Sender, seq: number): Promise<void>
}

export interface InvitationsRead {
  get(id: InvitationId): Promise<Invitation | undefined>
  byCode(code: string): Promise<Invitation | undefined>
  /** Those that have not ended. */
  ofRoom(room: RoomId, now: number): Promise<readonly Invitation[]>
  of(user: UserId, now: number): Promise<readonly Invitation[]>
}
export interface InvitationsWrite extends InvitationsRead {
  create(invitation: NewInvitation, by: Sender): Promise<Invitation>
  /** One more use; the last one ends it. */
  use(invitation: Invitation, by: UserId): Promise<void>
  end(invitation: Invitation, by: UserId): Promise<void>
}
export type NewInvitation = {
  readonly room: Room
  readonly user: UserId | undefined
  readonly code: string | undefined
  readonly maxUses: number | undefined
  readonly expiresAt: number | undefined
}

/** How somebody wants to be seen, and when they were last there, in ms of the epoch. */
export type PresenceSetting = {
  readonly state: 'online' | 'away' | 'invisible'
  readonly status: string | undefined
  readonly lastSeenAt: number | undefined
}
export interface PresenceRead {
  get(user: UserId): Promise<PresenceSetting>
  ofRoom(
    room: RoomId,
    limit: number,
  ): Promise<readonly (PresenceSetting & { readonly user: Sender })[]>
  /** The rooms that the user is in. */
  rooms(user: UserId): Promise<readonly PresenceRoom[]>
}
/** What of a room decides whom it tells. */
export type PresenceRoom = Pick<Room, 'id' | 'features' | 'memberCount'>
export interface PresenceWrite extends PresenceRead {
  set(user: UserId, setting: PresenceSetting): Promise<void>
  forget(user: UserId): Promise<void>
}

/**
 * What is looked for: each text a word, or several one after another; all of it, and with no text whatever
 * was said. Times are ms of the epoch: from `since` on, and before `until`.
 */
export type Search = {
  readonly texts: readonly string[]
  readonly from?: UserId
  readonly in?: RoomId
  readonly since?: number
  readonly until?: number
  /** The newest first, or of the newest those first that speak of it most. */
  readonly order: 'date' | 'rank'
}
/** A piece of a text, from and to these of its UTF-16 units. */
export type Span = { readonly start: number; readonly end: number }
export type FoundMessage = { readonly message: Message; readonly spans: readonly Span[] }

export interface SearchRead {
  /**
   * Only what the user may see as it now stands. A page may hold less than its limit and yet have a
   * `next`: so far was looked.
   */
  find(user: UserId, search: Search, turn: PageRequest): Promise<PageOf<FoundMessage>>
  /** Up to when everything that was said is findable, in ms of the epoch; 0 where nothing is known. */
  doneUntil(): Promise<number>
}
export type OfMessage = { readonly room: RoomId; readonly seq: number }
export interface SearchWrite extends SearchRead {
  /** Makes new messages findable. Whoever edits or deletes one has that done in passing. */
  add(messages: readonly OfMessage[]): Promise<void>
  setDoneUntil(at: number): Promise<void>
  /** Does it for those that were left out or are findable by older rules, of the next ones made after this id; answers the last id of them. */
  addMissing(after: string, limit: number): Promise<MessageId | undefined>
  /** Makes what comes later cheaper to find; answers whether there may be more to do. */
  tidy(): Promise<boolean>
}

export interface TicketsWrite {
  create(ticket: string, caller: Caller, until: number): Promise<void>
  /** Whom it was given to, once, until its time. */
  take(ticket: string): Promise<Caller | undefined>
}

export interface KeysRead {
  find(key: string): Promise<Key | undefined>
  list(): Promise<readonly Key[]>
}
export interface KeysWrite extends KeysRead {
  /** Keeps only its hash. */
  create(key: string, about: NewKey): Promise<Key>
  delete(id: KeyId): Promise<void>
  setUsed(id: KeyId, at: number): Promise<void>
}
export type NewKey = Pick<Key, 'name' | 'scopes'>

export interface StatisticsRead {
  /** `now` in ms of the epoch. */
  get(now: number): Promise<Counts>
}
export type Counts = {
  readonly users: (kind: UserKind) => number
  readonly rooms: (type: RoomType) => number
  readonly memberships: number
  /** All that ever were. */
  readonly events: number
  /** Of the last 24 hours. */
  readonly messagesOfDay: number
}

/** The index of search, which follows the log in the background. */
export interface Indexing {
  /** Resolves when what was sent on this node before can be found, or when that takes too long to wait for. */
  caughtUp(): Promise<void>
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

/** Who is there just now, on any node. */
export interface Presence {
  /** Whether they have a connection: what others may know of it, the presence's rules say. */
  isOnline(user: UserId): boolean
  /** They want to be seen otherwise: their rooms are told. */
  changed(user: UserId): void
}

/** Who types just now. It passes: the room is told, and nothing is kept. */
export interface Typing {
  /** Again, it goes on. Refuses `rate_limited`. */
  start(room: RoomId, user: Sender, thread: MessageId | undefined): void
  stop(room: RoomId, user: UserId): void
}

/** Ways in that the server itself hands out. */
export interface Credentials {
  guestToken(user: User): Promise<string>
  /** `until`: in ms of the epoch. */
  userToken(user: User, until: number): Promise<string>
}

/** What the operator decided. */
export type Policy = { readonly guests: boolean }
