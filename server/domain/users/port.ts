import type { ServerRole, User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { AppInput } from '../../../protocol/management.ts'
import type { Whole } from '../../../protocol/whole.ts'

export interface UsersRead {
  /** A user, even a deleted one. */
  get(id: UserId): Promise<User | undefined>
  /** The user who has this handle, or one that looks like it. */
  byHandle(handle: string): Promise<User | undefined>
  /** Those of these users who share a room with the user `to`, and that user. */
  known(to: UserId, ids: readonly UserId[]): Promise<readonly User[]>
  /** How many users have this role on the whole server, without deleted ones. */
  countRole(role: Exclude<ServerRole, 'user'>): Promise<number>
  /** The time of issue of the token that last set the name, in ms of the epoch, if it is known. */
  namedAt(id: UserId): Promise<number | undefined>
  /** Guests after an id, in the order of their ids, who are in no room and were not online since `before`, in ms of the epoch. */
  unusedGuests(after: string, before: number, limit: number): Promise<readonly UserId[]>
  /** The users in the order of their ids, without deleted ones. */
  list(after: string, limit: number): Promise<readonly User[]>
}

export interface UsersWrite extends UsersRead {
  /** Without an event, as a new user shares no room with anyone. */
  create(user: NewUser, namedAt?: number): Promise<User>
  /** Until the commit, no other transaction that calls it changes a server role. */
  lockRoles(): Promise<void>
  /**
   * A user who is about to change. Until the commit nobody else changes the user, so that what is read here and written
   * again is not from before another change: a role that was taken away would come back.
   */
  lock(id: UserId): Promise<User | undefined>
  /** Published as `user.updated` in the user's own log, and as `member.updated` in each of the user's rooms. */
  update(user: User, change: UserChange, namedAt?: number): Promise<User>
  /** Published as `user.deleted`, the last event of the user's own log. */
  delete(user: User): Promise<void>
}

/** A user to create: the fields of the app's `users.create`, or those of a guest. */
export type NewUser = Omit<AppInput<'users.create'>, 'kind'> & Pick<User, 'kind'>

/** The fields of a user that change, with their new values: every field of the app's `users.update`. */
export type UserChange = Whole<Pick<User, Exclude<keyof AppInput<'users.update'>, 'user'>>>
