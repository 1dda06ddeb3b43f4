import { authorize } from '../authorize.ts'
import { threadRoot } from '../messages/rules.ts'
import type { UseCase } from '../use-case.ts'

export const getThread: UseCase<'threads.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const standing = authorize('threads.get', found)
    const root = await threadRoot(reader, standing, input.message)
    return reader.threads.get(root, standing.me.id)
  })
