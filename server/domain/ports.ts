import type {
  Member,
  Message,
  MyRoom,
  Role,
  Room,
  RoomType,
  Sender,
  User,
  UserKind,
} from '../../protocol/entities.ts'
import type { Cursor, MessageId, RoomId, UserId } from '../../protocol/ids.ts'

/** Who is asking. `expiresAt`: when the way in ends, in ms of the epoch. */
export type Caller = { readonly user: User; readonly expiresAt: number }

/** Where somebody stands in a room that exists. Without a role: not a member. */
export type Standing = { readonly room: Room; readonly me: Sender; readonly role: Role | undefined }

/** A page of history by seq, at most `limit` messages. */
export type Page = {
  readonly limit: number
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly around?: number | undefined
}

/** Somebody came, left, or said something. */
export type Activity = {
  readonly type: 'member.joined' | 'member.left' | 'message.created'
  readonly name: string
  readonly text: string | undefined
}

/** One moment of the truth: everything read through it belongs together. */
export interface Reader {
  /** This moment, as the word to resume from. */
  cursor(): Promise<Cursor>
  user(id: UserId): Promise<User | undefined>
  room(id: RoomId): Promise<Room | undefined>
  /** The room of a name that can exist once: a dm's pair, the lobby. */
  roomByKey(key: string): Promise<Room | undefined>
  /** Undefined where there is no such room or no such user. */
  standing(room: RoomId, user: UserId): Promise<Standing | undefined>
  member(room: RoomId, user: UserId): Promise<Member | undefined>
  members(room: RoomId, after: string, limit: number): Promise<readonly Member[]>
  /** The members of this kind: people, guests or bots. */
  membersOfKind(room: RoomId, kind: UserKind): Promise<readonly UserId[]>
  /** How many members hold this role. */
  countRole(room: RoomId, role: Role): Promise<number>
  countMembers(room: RoomId): Promise<number>
  countRooms(user: UserId): Promise<number>
  roomsOf(user: UserId): Promise<readonly MyRoom[]>
  openRooms(type: RoomType, limit: number): Promise<readonly Room[]>
  message(room: RoomId, id: MessageId): Promise<Message | undefined>
  messageByClientId(room: RoomId, sender: UserId, clientId: string): Promise<Message | undefined>
  messages(room: RoomId, page: Page): Promise<readonly Message[]>
  /** The last comings, goings and messages of a room, oldest first. */
  activity(room: RoomId, limit: number): Promise<readonly Activity[]>
  /** Messages after this seq, not of this user, not deleted. */
  unread(room: RoomId, user: UserId, readSeq: number): Promise<number>
}

/**
 * What can be changed. Each durable change takes its log's next `seq` and stores the row and the
 * event together; nothing else writes, so nothing can be changed in silence.
 */
export interface Tx extends Reader {
  /** A user nobody has met: there is nobody to tell. */
  createUser(user: Pick<User, 'id' | 'name' | 'kind' | 'info'>): Promise<User>
  /** `user.updated` in the user's own log, and `member.updated` in every room of theirs. */
  updateUser(user: User, change: Pick<User, 'name' | 'info'>): Promise<User>
  createRoom(room: NewRoom, by: Sender): Promise<Room>
  updateRoom(room: Room, change: Pick<Room, 'name' | 'data'>, by: Sender): Promise<Room>
  /** Erases the room's name, data and all that was said in it. */
  deleteRoom(room: Room, by: Sender): Promise<void>
  addMember(room: Room, user: User, role: Role, by: Sender): Promise<Member>
  updateRole(room: RoomId, user: UserId, role: Role, by: Sender): Promise<Member>
  removeMember(room: RoomId, user: Sender, by: Sender): Promise<void>
  createMessage(message: NewMessage): Promise<Message>
  setRead(room: RoomId, user: Sender, seq: number): Promise<void>
  createTicket(ticket: string, caller: Caller, until: number): Promise<void>
  /** Whom it was given to, once, until its time. */
  takeTicket(ticket: string, now: number): Promise<Caller | undefined>
}

export type NewRoom = Pick<Room, 'type' | 'name' | 'data'> & { readonly key?: string }
export type NewMessage = Pick<Message, 'room' | 'sender' | 'text' | 'data' | 'replyTo' | 'clientId'>

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
}

/** Ways in that the server itself hands out. */
export interface Credentials {
  guestToken(user: User): Promise<string>
}

/** What the operator decided. */
export type Policy = { readonly guests: boolean }
