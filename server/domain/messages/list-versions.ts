import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { visibleMessage } from './rules.ts'

export const listVersions: UseCase<'messages.listVersions'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const standing = authorize('messages.listVersions', found)
    const message = await visibleMessage(reader, standing, input.message)
    return {
      versions: [...(await reader.messages.listVersions(message, input.after ?? 0, input.limit))],
    }
  })
