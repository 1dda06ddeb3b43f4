import { LIMITS } from '../../../protocol/limits.ts'
import type { UseCase } from '../use-case.ts'

export const listRooms: UseCase<'rooms.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => ({
    rooms:
      input.type === undefined
        ? [...(await reader.roomsOf(caller.user.id))]
        : [...(await reader.openRooms(input.type, LIMITS.publicRooms))],
    cursor: await reader.cursor(),
  }))
