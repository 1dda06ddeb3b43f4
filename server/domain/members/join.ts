import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { isOpen, senderOf, visible } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** Joining again changes nothing and says nothing. */
export const join: UseCase<'members.join'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { room, role } = visible(await tx.standing(input.room, caller.user.id))
    const member = role && (await tx.member(room.id, caller.user.id))
    if (member !== undefined) return member
    if (!isOpen(room.type)) throw new Refusal('not_found')
    if ((await tx.countRooms(caller.user.id)) >= LIMITS.roomsPerUser)
      throw new Refusal('too_many_rooms')
    const user = (await tx.user(caller.user.id)) ?? caller.user
    return tx.addMember(room, user, 'member', senderOf(user))
  })
