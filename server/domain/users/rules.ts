import type { ServerRole, User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, Tx, UserChange } from '../ports.ts'

export function notDeleted(user: User): void {
  if (user.deletedAt !== undefined) throw new Refusal('user_deleted')
}

/** A deleted user does not exist for others. */
export async function existingUser(reader: Reader, id: UserId): Promise<User> {
  return existing(await reader.users.get(id))
}

/** The same for a user who is about to change. */
export const lockedUser = async (tx: Tx, id: UserId): Promise<User> =>
  existing(await tx.users.lock(id))

function existing(user: User | undefined): User {
  if (user === undefined || user.deletedAt !== undefined)
    throw new Refusal('not_found', 'The user does not exist, or was deleted: check the id')
  return user
}

/** The fields of a user that can change, as they are now. */
export const settingsOf = ({ name, info, role, handle, locale, timeZone }: User): UserChange => ({
  name,
  info,
  role,
  handle,
  locale,
  timeZone,
})

/** Whether a change leaves the user as they are. */
export const isUnchanged = (user: User, change: UserChange): boolean =>
  Bun.deepEquals(settingsOf(user), change)

/** Refuses `handle_taken` if another user has the handle, or one that looks like it. */
export async function requireFreeHandle(
  reader: Reader,
  handle: string | undefined,
  user: UserId | undefined,
): Promise<void> {
  if (handle === undefined) return
  const other = await reader.users.byHandle(handle)
  if (other !== undefined && other.id !== user) throw new Refusal('handle_taken')
}

/** A field of a change: not given, it stays; null removes it. */
export const changed = <T>(value: T | null | undefined, before: T | undefined): T | undefined =>
  value === undefined ? before : (value ?? undefined)

/** Refuses `forbidden` for a guest: anybody can be one, and the token of a guest stays valid for 90 days. */
export function requireCanHaveRole({ kind }: Pick<User, 'kind'>, role: ServerRole): void {
  if (kind === 'guest' && role !== 'user')
    throw new Refusal('forbidden', 'A guest can have no role on the server: name another user')
}

/** A role as it is in a user: the role `user` is absent. */
export const roleIn = (role: ServerRole): User['role'] => (role === 'user' ? undefined : role)

/**
 * The time to store with a change, so that tokens from before do not change it back. A token's `iat` is from the app's
 * clock. If that clock is ahead, the token in use must still count as older.
 */
export async function newerThanTokens(reader: Reader, { id }: Pick<User, 'id'>): Promise<number> {
  return Math.max(reader.now, ((await reader.users.namedAt(id)) ?? 0) + 1)
}
