import type { User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'

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
