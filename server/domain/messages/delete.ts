import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { asMember, isStaff } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { isMine, visibleMessage } from './rules.ts'

/** The author can restore the message, but not after the staff deleted it. Deleting it again changes nothing. */
export const deleteMessage: UseCase<'messages.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await visibleMessage(tx, standing, input.message)
    const mine = isMine(message, standing)
    if (!mine && !isStaff(standing.role))
      throw new Refusal(
        'forbidden',
        'Only its author and the owners, admins and moderators of the room can delete a message',
      )
    if (message.deletedAt !== undefined) return {}
    const until = mine ? tx.now + LIMITS.restoreMs : undefined
    await tx.messages.delete(message, standing.me, until)
    return {}
  })
