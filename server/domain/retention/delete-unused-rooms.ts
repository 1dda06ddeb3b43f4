import { deleteInStrides } from '../erase-room.ts'
import type { Retention, Store } from '../ports.ts'
import { systemUser } from '../rooms/rules.ts'

/** Rooms that one transaction deletes: a job erases their messages afterwards. */
const STRIDE = 20

/** Deletes quick rooms that nobody is in, and that nobody has used for the time of the setting. */
export async function deleteUnusedQuickRooms(
  store: Store,
  { quickRoomMs }: Retention,
  save: () => Promise<void>,
): Promise<void> {
  for (let hasMore = true; hasMore; ) {
    hasMore = await store.write(async (tx) => {
      const unused = () => tx.rooms.unusedQuick(tx.now - quickRoomMs, STRIDE)
      const locked = await tx.rooms.lock(await unused())
      // Somebody may have joined before the lock.
      const stillUnused = new Set(await unused())
      const by = await systemUser(tx)
      let deleted = 0
      for (const id of locked) {
        const room = stillUnused.has(id) ? await tx.rooms.get(id) : undefined
        if (room === undefined || (await tx.legalHolds.isHeld({ room: id }))) continue
        await deleteInStrides(tx, room, by)
        deleted++
      }
      return deleted === STRIDE
    })
    await save()
  }
}
