import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'

export const listPins: UseCase<'pins.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const { room, from, me } = authorize('pins.list', found)
    return { messages: [...(await reader.pins.list(room.id, from, me.id))] }
  })
