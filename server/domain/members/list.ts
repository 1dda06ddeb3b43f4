import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'

export const listMembers: UseCase<'members.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    authorize('members.list', await reader.rooms.standing(input.room, caller.user.id))
    return { members: [...(await reader.members.list(input.room, input.after ?? '', input.limit))] }
  })
