import { eraseUser } from '../erase-user.ts'
import type { Retention, Store } from '../ports.ts'

const STRIDE = 100

/**
 * Erases guests whom nobody has used for the time of the setting, and who are in no room. Quick guests are in no room
 * as soon as their connection has closed. Their messages stay, as those of a deleted user.
 */
export async function deleteUnusedGuests(
  store: Store,
  { guestMs }: Retention,
  begin: string,
  save: (after: string) => Promise<void>,
): Promise<void> {
  for (let after: string | undefined = begin; after !== undefined; ) {
    const from: string = after
    const guests = await store.read((reader) =>
      reader.users.unusedGuests(from, reader.now - guestMs, STRIDE),
    )
    for (const id of guests)
      await store.write(async (tx) => {
        // A guest who has joined a room since is asked for again: the user's row is locked.
        await tx.users.lock(id)
        const isMember = (await tx.rooms.idsOf(id, 'now')).length > 0
        if (!isMember && !(await tx.legalHolds.isHeld({ user: id }))) await eraseUser(tx, id)
      })
    after = guests.at(-1)
    if (after !== undefined) await save(after)
  }
}
