import { Refusal } from '../../../../protocol/refusals.ts'
import { notDm } from '../../rooms/rules.ts'
import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const updateMember: AppUseCase<'members.update'> = ({ store, input }) =>
  store.write(async (tx) => {
    const { room, me } = await inRoom(tx, input.room)
    notDm(room.type)
    const member = await tx.members.get(room.id, input.user)
    if (member === undefined)
      throw new Refusal('not_found', 'This user is not a member of the room: check the id')
    if (member.role === input.role) return member
    return tx.members.updateRole(room.id, input.user, input.role, me)
  })
