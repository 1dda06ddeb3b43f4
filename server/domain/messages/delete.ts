import { LIMITS } from '../../../protocol/limits.ts'
import { authorize } from '../authorize.ts'
import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { visibleMessage } from './rules.ts'

/** The author can restore the message, but not after the staff deleted it. Deleting it again changes nothing. */
export const deleteMessage: UseCase<'messages.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await visibleMessage(tx, standing, input.message)
    const { me } = authorize('messages.delete', standing, message.sender.id)
    if (message.deletedAt !== undefined) return {}
    const until = message.sender.id === me.id ? tx.now + LIMITS.restoreMs : undefined
    await tx.messages.delete(message, me, until)
    if (message.sender.id !== me.id)
      tx.audit.add({
        act: 'messages.delete',
        by: me.id,
        room: standing.room.id,
        user: message.sender.id,
        target: message.id,
      })
    return {}
  })
