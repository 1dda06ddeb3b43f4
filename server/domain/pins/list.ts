import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

export const listPins: UseCase<'pins.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { room, from } = asMember(await reader.rooms.standing(input.room, caller.user.id))
    return { messages: [...(await reader.pins.list(room.id, from))] }
  })
