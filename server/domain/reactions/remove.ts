import { livingMessage } from '../messages/rules.ts'
import { asMember, notArchived } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** Removes the caller's own reaction. If there is none, nothing changes. */
export const removeReaction: UseCase<'reactions.remove'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const message = await livingMessage(tx, standing, input.message)
    notArchived(standing.room)
    if (await tx.reactions.has(message, input.emoji, standing.me.id))
      await tx.reactions.remove(message, input.emoji, standing.me)
    return {}
  })
