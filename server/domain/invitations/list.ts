import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'

export const listInvitations: UseCase<'invitations.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = await reader.rooms.standing(input.room, caller.user.id)
    const { room } = authorize('invitations.list', standing)
    return { invitations: [...(await reader.invitations.ofRoom(room.id, reader.now))] }
  })
