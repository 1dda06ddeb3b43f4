import type { User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader } from '../ports.ts'

export function notDeleted(user: User): void {
  if (user.deletedAt !== undefined) throw new Refusal('user_deleted')
}

/** To others somebody who was deleted is not there. */
export async function existing(reader: Reader, id: UserId): Promise<User> {
  const user = await reader.users.get(id)
  if (user === undefined || user.deletedAt !== undefined)
    throw new Refusal('not_found', 'There is no such user: check the id')
  return user
}
