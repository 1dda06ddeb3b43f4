import type { User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Store } from '../ports.ts'
import { notDeleted } from './rules.ts'

/** Reads a user who signed in before. Refuses `user_deleted`. */
export async function knownUser(store: Store, id: UserId): Promise<User> {
  const user = await store.read((reader) => reader.users.get(id))
  if (user === undefined) throw new Refusal('invalid_token')
  notDeleted(user)
  return user
}
