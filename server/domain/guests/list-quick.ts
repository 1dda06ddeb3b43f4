import type { UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'

/** The quick guests who are in a room, including those whose connection ended with the server. */
export const listQuickGuests = (store: Store): Promise<readonly UserId[]> =>
  store.read((reader) => reader.members.quickGuests())
