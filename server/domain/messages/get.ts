import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { visibleMessage } from './rules.ts'

export const getMessage: UseCase<'messages.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = asMember(await reader.rooms.standing(input.room, caller.user.id))
    return visibleMessage(reader, standing, input.message)
  })
