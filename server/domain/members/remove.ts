import { Refusal } from '../../../protocol/refusals.ts'
import { asMember, isOver, isStaff, notDm, outranks } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { endMembership, requireOtherOwner } from './rules.ts'

export const removeMember: UseCase<'members.remove'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const { room, role, me } = standing
    if (!isOver(room)) notDm(room.type)
    const member = await tx.members.get(room.id, input.user)
    if (member === undefined)
      throw new Refusal('not_found', 'This user is not a member of the room: check the id')
    const isMe = member.user.id === me.id
    if (!isMe && !(isStaff(role) && outranks(role, member.role)))
      throw new Refusal(
        'forbidden',
        'You can remove only members with a role below yours: ask somebody with a higher role',
      )
    await requireOtherOwner(tx, { ...standing, role: member.role })
    const user = { id: member.user.id, name: member.user.name }
    await endMembership(tx, { room, role: member.role }, user, me)
    return {}
  })
