import type { User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, UserChange } from '../ports.ts'

export function notDeleted(user: User): void {
  if (user.deletedAt !== undefined) throw new Refusal('user_deleted')
}

/** A deleted user does not exist for others. */
export async function existingUser(reader: Reader, id: UserId): Promise<User> {
  const user = await reader.users.get(id)
  if (user === undefined || user.deletedAt !== undefined)
    throw new Refusal('not_found', 'The user does not exist, or was deleted: check the id')
  return user
}

/** The fields of a user that can change, as they are now. */
export const settingsOf = ({ name, info, handle, locale, timeZone }: User): UserChange => ({
  name,
  info,
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
