import { authorizeVisitor } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { asVisitor } from './rules.ts'

export const getRoom: UseCase<'rooms.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = await reader.rooms.standing(input.room, caller.user.id)
    const { room, role } = authorizeVisitor('rooms.get', standing)
    return role === undefined ? asVisitor(room) : room
  })
