import { mayPin, visibleMessage } from '../messages/rules.ts'
import { asMember, notArchived } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

export const removePin: UseCase<'pins.remove'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await visibleMessage(tx, standing, input.message)
    mayPin(standing)
    notArchived(standing.room)
    if (message.pinnedAt !== undefined) await tx.pins.remove(message, standing.me)
    return {}
  })
