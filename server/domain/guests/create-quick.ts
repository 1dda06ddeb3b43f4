import type { User } from '../../../protocol/entities.ts'
import { newId, QUICK_GUEST, type RoomId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Store } from '../ports.ts'
import { isOpen, notArchived } from '../rooms/rules.ts'

/** A guest for one connection, who has a room to go to. Refuses `not_found` and `archived`. */
export const createQuickGuest = (store: Store, roomId: RoomId, name: string): Promise<User> =>
  store.write(async (tx) => {
    const room = await tx.rooms.get(roomId)
    if (room === undefined || !isOpen(room.type)) throw new Refusal('not_found')
    notArchived(room)
    return tx.users.create({ id: newId(QUICK_GUEST, tx.now), name, kind: 'guest' })
  })
