import { deletedRoom } from '../../audit/rules.ts'
import { deleteInStrides } from '../../erase-room.ts'
import { byApp, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteRoom: AppUseCase<'rooms.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, me } = await inRoom(tx, input.room)
    await deleteInStrides(tx, room, me)
    tx.audit.add(deletedRoom(room, byApp(caller)))
    return {}
  })
