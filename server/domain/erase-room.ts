import type { Room, Sender } from '../../protocol/entities.ts'
import type { RoomId } from '../../protocol/ids.ts'
import { requireNotHeld } from './legal-holds/rules.ts'
import type { Tx } from './ports.ts'

/** Rows that one transaction erases: other writes wait for it for some milliseconds. */
const STRIDE = 200

/** Deletes a room in the transaction of the command; a job erases its messages. Refuses `legal_hold`. */
export async function deleteInStrides(tx: Tx, room: Room, by: Sender): Promise<void> {
  await requireNotHeld(tx, { room: room.id })
  await tx.joinRequests.endAll(room, by)
  await tx.rooms.delete(room, by)
  await tx.jobs.add('rooms.erase', { room: room.id }, { uniqueKey: `rooms.erase:${room.id}` })
}

/** One stride of the job. Returns the seq after which the next one continues, or undefined at the end. */
export const eraseRoomStride = (tx: Tx, room: RoomId, after: number): Promise<number | undefined> =>
  tx.rooms.erase(room, after, STRIDE)
