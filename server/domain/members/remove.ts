import { Refusal } from '../../../protocol/refusals.ts'
import { authorize } from '../authorize.ts'
import { outranks } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { endMembership, existingMember, requireOtherOwner } from './rules.ts'

export const removeMember: UseCase<'members.remove'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('members.remove', found, input.user)
    const { room, role, me } = standing
    const member = await existingMember(tx, room.id, input.user)
    if (member.user.id !== me.id && !outranks(role, member.role))
      throw new Refusal(
        'forbidden',
        'You can remove only members with a lower role than yours: ask a member with a higher role',
      )
    await requireOtherOwner(tx, { ...standing, role: member.role })
    const user = { id: member.user.id, name: member.user.name }
    await endMembership(tx, { room, role: member.role }, user, me)
    return {}
  })
