import type { RoomId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { systemUser } from '../rooms/rules.ts'

/** After all messages of a room: its new members have read them, and it is archived if it was. */
export async function endRoom(store: Store, id: RoomId, archive: boolean): Promise<void> {
  await store.write(async (tx) => {
    await tx.rooms.lock([id])
    const room = await tx.rooms.get(id)
    if (room === undefined) return
    await tx.imports.markRead(id)
    if (archive && room.archivedAt === undefined)
      await tx.rooms.update(room, { archived: true }, await systemUser(tx))
  })
}
