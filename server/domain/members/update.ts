import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { changeableMember } from './rules.ts'

/** An admin can change roles below admin; an owner can change every role. */
export const updateMember: UseCase<'members.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('members.update', found)
    const { room, me } = standing
    const member = await changeableMember(tx, standing, input.user, input.role)
    if (member.role === input.role) return member
    tx.audit.add({
      act: 'members.update',
      by: me.id,
      room: room.id,
      user: input.user,
      before: { role: member.role },
      after: { role: input.role },
    })
    return tx.members.updateRole(room.id, input.user, input.role, me)
  })
