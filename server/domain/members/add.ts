import { Refusal } from '../../../protocol/refusals.ts'
import { asMember, isStaff, notDm, requireSpace } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'

/** Staff add people. Adding somebody who is there changes nothing. */
export const addMember: UseCase<'members.add'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, role, me } = asMember(await tx.rooms.standing(input.room, caller.user.id))
    notDm(room.type)
    if (!isStaff(role))
      throw new Refusal(
        'forbidden',
        'Only owners, admins and moderators of the room can add members',
      )
    const there = await tx.members.get(room.id, input.user)
    if (there !== undefined) return there
    const user = await existingUser(tx, input.user)
    await requireSpace(tx, user.id)
    return tx.members.add(room, user, 'member', me)
  })
