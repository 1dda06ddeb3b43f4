import type { Feature, MyRoom, Role, Room, RoomType, Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { PageOf, PageRequest } from '../paging.ts'

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

/** Somebody came, left, or said something. */
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
