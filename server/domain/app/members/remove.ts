import { endMembership, existingMember } from '../../members/rules.ts'
import { notDm } from '../../rooms/rules.ts'
import { byApp, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The last owner can be removed, too: another member becomes owner then. */
export const removeMember: AppUseCase<'members.remove'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, me } = await inRoom(tx, input.room)
    notDm(room.type)
    const member = await existingMember(tx, room.id, input.user)
    const user = { id: member.user.id, name: member.user.name }
    await endMembership(tx, { room, role: member.role }, user, me)
    tx.audit.add({
      act: 'members.remove',
      ...byApp(caller),
      room: room.id,
      user: user.id,
      before: { role: member.role },
    })
    return {}
  })
