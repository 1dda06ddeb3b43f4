import type { UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'

/** Quick guests who are in a room, whether their connection still stands or not. */
export const listQuickGuests = (store: Store): Promise<readonly UserId[]> =>
  store.read((reader) => reader.members.quickGuests())
