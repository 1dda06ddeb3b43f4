import { Refusal } from '../../../protocol/refusals.ts'
import { authorize } from '../authorize.ts'
import { outranks } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingMember, requireOtherOwner } from './rules.ts'

/** An admin can change roles below admin; an owner can change every role. */
export const updateMember: UseCase<'members.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('members.update', found)
    const { room, role, me } = standing
    const member = await existingMember(tx, room.id, input.user)
    if (member.role === input.role) return member
    if (!outranks(role, member.role) || !outranks(role, input.role))
      throw new Refusal('forbidden', 'You can change only roles below your own: ask an owner')
    await requireOtherOwner(tx, { ...standing, role: member.role })
    return tx.members.updateRole(room.id, input.user, input.role, me)
  })
