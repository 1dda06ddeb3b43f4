import { Refusal } from '../../../protocol/refusals.ts'
import { asMember, mayManage, outranks } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { requireOtherOwner } from './rules.ts'

/** A role is given by somebody above both the old one and the new one. */
export const updateMember: UseCase<'members.update'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    mayManage(standing)
    const { room, role, me } = standing
    const member = await tx.members.get(room.id, input.user)
    if (member === undefined)
      throw new Refusal('not_found', 'This user is not a member of the room: check the id')
    if (member.role === input.role) return member
    if (!outranks(role, member.role) || !outranks(role, input.role))
      throw new Refusal(
        'forbidden',
        'You can give and take only roles below your own: ask an owner',
      )
    await requireOtherOwner(tx, { ...standing, role: member.role })
    return tx.members.updateRole(room.id, input.user, input.role, me)
  })
