import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { visibleMessage } from './rules.ts'

export const getMessage: UseCase<'messages.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const standing = authorize('messages.get', found)
    return visibleMessage(reader, standing, input.message)
  })
