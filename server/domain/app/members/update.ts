import { changeRole, existingMember } from '../../members/rules.ts'
import { notDm } from '../../rooms/rules.ts'
import { byApp, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The last owner's role can change, too: another member becomes owner then. */
export const updateMember: AppUseCase<'members.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, me } = await inRoom(tx, input.room)
    notDm(room.type)
    const member = await existingMember(tx, room.id, input.user)
    if (member.role !== input.role)
      tx.audit.add({
        act: 'members.update',
        ...byApp(caller),
        room: room.id,
        user: input.user,
        before: { role: member.role },
        after: { role: input.role },
      })
    return changeRole(tx, room, member, input.role, me)
  })
