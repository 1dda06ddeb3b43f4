import { authorizeVisitor } from '../authorize.ts'
import { admit, requireNoRequest } from '../join-requests/rules.ts'
import { requireSpace, senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** Joining again changes nothing and publishes nothing. */
export const join: UseCase<'members.join'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(input.room, caller.user.id)
    const { room, role } = authorizeVisitor('members.join', standing)
    const member = role && (await tx.members.get(room.id, caller.user.id))
    if (member !== undefined) return member
    requireNoRequest(room)
    await requireSpace(tx, caller.user.id, true)
    const user = (await tx.users.get(caller.user.id)) ?? caller.user
    return admit(tx, room, user, 'member', senderOf(user))
  })
