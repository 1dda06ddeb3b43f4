import type { Input } from '../../../protocol/commands.ts'
import type {
  MyRoom,
  Role,
  Room,
  RoomType,
  Sender,
  ServerRole,
} from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { AppInput } from '../../../protocol/management.ts'
import type { PageOf, PageRequest } from '../paging.ts'

/**
 * The standing of a user in an existing room: the role (undefined for a user who is not a member), the role on the
 * whole server, the first seq that the user may see (`from`), the seq of the joining (`joinedSeq`), and the time of the user's last message in
 * slow mode (`sentAt`, in ms; 0 if there is none). `wordsVersion`: the version of the room's word lists, if it has any.
 */
export type Standing = {
  readonly room: Room
  readonly me: Sender
  readonly role: Role | undefined
  readonly serverRole: ServerRole
  readonly from: number
  readonly joinedSeq: number
  /** The mute of the user in this room or on the whole server. `until`: unless it has no end. */
  readonly muted?: { readonly until?: string } | undefined
  /** Only the user and the staff see what the user sends: the user is shadow-banned, or blocked by the other user of a dm. */
  readonly isHidden: boolean
  readonly sentAt: number
  readonly wordsVersion: string | undefined
}

/** A join, a leave or a message. */
export type Activity = {
  readonly type: 'member.joined' | 'member.left' | 'message.created'
  readonly seq: number
  readonly at: string
  readonly user: UserId
  readonly name: string
  readonly text: string | undefined
}

export interface RoomsRead {
  get(id: RoomId): Promise<Room | undefined>
  /** The room with a unique key: a dm, the lobby, or a room with the app's key. */
  byKey(key: string): Promise<Room | undefined>
  /** Undefined if the room or the user does not exist. In a transaction the room's log is locked. */
  standing(room: RoomId, user: UserId): Promise<Standing | undefined>
  /** The most recently active first, hidden rooms only with `hidden`; `committedUntil` keeps each room once over all pages, although rooms move. */
  of(
    user: UserId,
    page: PageRequest & { readonly hidden?: boolean | undefined },
    committedUntil: number,
  ): Promise<PageOf<MyRoom>>
  /** Those of these rooms of which the user is a member. */
  among(user: UserId, ids: readonly RoomId[]): Promise<readonly MyRoom[]>
  /** The rooms that the user joined or created (`isOwn`), or those to which others added the user. */
  countOf(user: UserId, isOwn: boolean): Promise<number>
  /** The open rooms, the newest first. */
  open(type: RoomType, page: PageRequest): Promise<PageOf<Room>>
  /** All rooms, the newest first. */
  all(page: PageRequest): Promise<PageOf<Room>>
  /** The ids of the rooms of which the user is, or ever was, a member, in order. */
  idsOf(user: UserId, when: 'now' | 'ever'): Promise<readonly RoomId[]>
  /** Some quick rooms without a member and without an event since `before`, in ms of the epoch. */
  unusedQuick(before: number, limit: number): Promise<readonly RoomId[]>
  /** The last joins, leaves and messages of a room, oldest first. */
  activity(room: RoomId, limit: number): Promise<readonly Activity[]>
}

export interface RoomsWrite extends RoomsRead {
  /** Locks the logs of several rooms, and returns the rooms in the order of the locks, the same on every node. */
  lock(rooms: Iterable<RoomId>): Promise<readonly RoomId[]>
  create(room: NewRoom, by: Sender): Promise<Room>
  update(room: Room, change: RoomChange, by: Sender): Promise<Room>
  /** Erases the room's name and data, and ends its memberships. Nobody receives its messages from now on. */
  delete(room: Room, by: Sender): Promise<void>
  /**
   * Erases some messages of a deleted room, those after this seq, or at the end some rows that belong to messages.
   * Returns the seq after which the next call continues, or undefined if nothing was left.
   */
  erase(room: RoomId, after: number, limit: number): Promise<number | undefined>
}

/** A room to create: the fields of both `rooms.create` commands, less the members, who are added one by one. */
export type NewRoom = Omit<FieldsOf<CreateInput>, 'type' | 'members' | 'key'> & {
  readonly type: RoomType
  readonly key?: string | undefined
  /** A quick room, which is deleted when nobody uses it. */
  readonly isQuick?: boolean
}

/** A change of a room: the fields of both `rooms.update` commands. */
export type RoomChange = Omit<Input<'rooms.update'> & AppInput<'rooms.update'>, 'room'>

type CreateInput = Input<'rooms.create'> | AppInput<'rooms.create'>

/** The fields of every member of a union, each one optional. */
type FieldsOf<U> = {
  readonly [K in U extends unknown ? keyof U : never]?: U extends { readonly [P in K]?: infer V }
    ? V
    : never
}
