import type { Block } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'

export interface BlocksRead {
  /** The latest first. */
  list(user: UserId): Promise<readonly Block[]>
  count(user: UserId): Promise<number>
  /** The block of `other` by `user`. */
  get(user: UserId, other: UserId): Promise<Block | undefined>
  /** The members of a room who have blocked `user`. */
  blockersIn(room: RoomId, user: UserId): Promise<readonly UserId[]>
  /** The members of a room whom `user` has blocked. */
  blockedIn(room: RoomId, user: UserId): Promise<readonly UserId[]>
  /** Who has blocked `user`, of the members of the rooms to which the user’s presence is published. */
  blockersAround(user: UserId): Promise<readonly UserId[]>
  /** Whether `user` has blocked `other`. */
  has(user: UserId, other: UserId): Promise<boolean>
}

export interface BlocksWrite extends BlocksRead {
  /** From now on, what the other writes in `dm` is hidden from the user. */
  create(user: UserId, other: UserId, dm: RoomId | undefined): Promise<Block>
  delete(user: UserId, other: UserId, dm: RoomId | undefined): Promise<void>
  /** The same for a dm that is new, whichever of its users has blocked the other. */
  applyTo(dm: RoomId, users: readonly UserId[]): Promise<void>
}
