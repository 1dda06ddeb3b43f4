import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { mayInvite } from './rules.ts'

export const listInvitations: UseCase<'invitations.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = asMember(await reader.rooms.standing(input.room, caller.user.id))
    mayInvite(standing)
    return { invitations: [...(await reader.invitations.ofRoom(standing.room.id, reader.now))] }
  })
