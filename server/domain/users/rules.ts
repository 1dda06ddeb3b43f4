import type { User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader } from '../ports.ts'

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
