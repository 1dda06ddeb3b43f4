import { authorizeVisitor } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'

export const getRoom: UseCase<'rooms.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = await reader.rooms.standing(input.room, caller.user.id)
    return authorizeVisitor('rooms.get', standing).room
  })
