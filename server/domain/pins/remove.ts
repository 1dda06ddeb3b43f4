import { authorize } from '../authorize.ts'
import { visibleMessage } from '../messages/rules.ts'
import type { UseCase } from '../use-case.ts'

export const removePin: UseCase<'pins.remove'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const found = await tx.rooms.standing(input.room, caller.user.id)
    const standing = authorize('pins.remove', found)
    const message = await visibleMessage(tx, standing, input.message)
    if (message.pinnedAt !== undefined) await tx.pins.remove(message, standing.me)
    return {}
  })
