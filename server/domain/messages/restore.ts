import { Refusal } from '../../../protocol/refusals.ts'
import { authorize } from '../authorize.ts'
import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { visibleMessage } from './rules.ts'

/** A message that is not deleted is returned unchanged. */
export const restoreMessage: UseCase<'messages.restore'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await visibleMessage(tx, standing, input.message)
    authorize('messages.restore', standing, message.sender.id)
    if (message.deletedAt === undefined) return message
    const restored = await tx.messages.restore(message, tx.now)
    if (restored === undefined) throw new Refusal('too_late')
    return restored
  })
