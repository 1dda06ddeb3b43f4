import { isOpen, type User } from '../../../protocol/entities.ts'
import { newId, QUICK_GUEST, type RoomId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Store } from '../ports.ts'
import { noRoom, notArchived } from '../rooms/rules.ts'

/** Creates a guest for one connection to this room. Refuses `not_found`, `archived` and `join_request_required`. */
export const createQuickGuest = (store: Store, roomId: RoomId, name: string): Promise<User> =>
  store.write(async (tx) => {
    const room = await tx.rooms.get(roomId)
    if (room === undefined || !isOpen(room.type)) throw noRoom()
    notArchived(room)
    if (room.entry === 'request') throw new Refusal('join_request_required')
    return tx.users.create({ id: newId(QUICK_GUEST, tx.now), name, kind: 'guest' })
  })
