import { deletedRoom } from '../audit/rules.ts'
import { authorize } from '../authorize.ts'
import { deleteInStrides } from '../erase-room.ts'
import type { UseCase } from '../use-case.ts'

export const deleteRoom: UseCase<'rooms.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(input.room, caller.user.id)
    const { room, me } = authorize('rooms.delete', standing)
    await deleteInStrides(tx, room, me)
    tx.audit.add(deletedRoom(room, { by: me.id }))
    return {}
  })
