import { authorize } from '../authorize.ts'
import { keyOfMessage, livingMessage } from '../messages/rules.ts'
import type { UseCase } from '../use-case.ts'

/** Removes the caller's own reaction. If there is none, nothing changes. */
export const removeReaction: UseCase<'reactions.remove'> = ({ store, caller, input }) =>
  store.write(
    async (tx) => {
      const found = await tx.rooms.standing(input.room, caller.user.id)
      const standing = authorize('reactions.remove', found)
      const message = await livingMessage(tx, standing, input.message)
      if (await tx.reactions.has(message, input.emoji, standing.me.id))
        await tx.reactions.remove(message, input.emoji, standing.me)
      return {}
    },
    [keyOfMessage(input.message)],
  )
