import { eraseRoomStride } from '../domain/erase-room.ts'
import type { JobCode } from './job.ts'

/** Erases the messages of a deleted room, and what belongs to them. */
export const eraseRoom: JobCode<'rooms.erase'> = async ({ store, body, progress, save }) => {
  let after: number | undefined = Number(progress ?? 0)
  while (after !== undefined) {
    const from: number = after
    after = await store.writeUnannounced(async (tx) => {
      const next = await eraseRoomStride(tx, body.room, from)
      if (next !== undefined) await save(String(next), tx)
      return next
    })
    // A stride that was stored: the job stops here if the node does.
    await save()
  }
}
