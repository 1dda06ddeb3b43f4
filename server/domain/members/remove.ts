import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { endMembership, removableMember } from './rules.ts'

export const removeMember: UseCase<'members.remove'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('members.remove', found, input.user)
    const { room, me } = standing
    const member = await removableMember(tx, standing, input.user)
    const user = { id: member.user.id, name: member.user.name }
    await endMembership(tx, { room, role: member.role }, user, me)
    if (user.id !== me.id)
      tx.audit.add({
        act: 'members.remove',
        by: me.id,
        room: room.id,
        user: user.id,
        before: { role: member.role },
      })
    return {}
  })
