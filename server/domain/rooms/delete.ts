import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { asMember } from './rules.ts'

export const deleteRoom: UseCase<'rooms.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, role, me } = asMember(await tx.rooms.standing(input.room, caller.user.id))
    if (role !== 'owner') throw new Refusal('forbidden', 'Only an owner can delete a room')
    await tx.rooms.delete(room, me)
    return {}
  })
