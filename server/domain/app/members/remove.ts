import { Refusal } from '../../../../protocol/refusals.ts'
import { endMembership } from '../../members/rules.ts'
import { notDm } from '../../rooms/rules.ts'
import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The last owner, too: another member becomes owner then. */
export const removeMember: AppUseCase<'members.remove'> = ({ store, input }) =>
  store.write(async (tx) => {
    const { room, me } = await inRoom(tx, input.room)
    notDm(room.type)
    const member = await tx.members.get(room.id, input.user)
    if (member === undefined)
      throw new Refusal('not_found', 'This user is not a member of the room: check the id')
    const user = { id: member.user.id, name: member.user.name }
    await endMembership(tx, { room, role: member.role }, user, me)
    return {}
  })
