import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { authorize } from '../authorize.ts'
import { keyOfMessage, livingMessage } from '../messages/rules.ts'
import type { UseCase } from '../use-case.ts'

/** Adding a reaction again changes nothing. */
export const addReaction: UseCase<'reactions.add'> = ({ store, caller, input }) =>
  store.write(
    async (tx) => {
      const found = await tx.rooms.standing(input.room, caller.user.id)
      const standing = authorize('reactions.add', found)
      const { me } = standing
      const message = await livingMessage(tx, standing, input.message)
      const [isThere, ownCount] = await Promise.all([
        tx.reactions.has(message, input.emoji, me.id),
        tx.reactions.countOf(message, me.id),
      ])
      if (isThere) return message
      const reactions = message.reactions ?? []
      const isNew = !reactions.some(({ emoji }) => emoji === input.emoji)
      if (isNew && reactions.length >= LIMITS.emojiPerMessage)
        throw new Refusal(
          'too_many',
          `A message can have ${LIMITS.emojiPerMessage} different emoji at most: use one of those`,
          undefined,
          { quota: 'emojiPerMessage' },
        )
      if (ownCount >= LIMITS.emojiPerPerson)
        throw new Refusal(
          'too_many',
          `A user can add ${LIMITS.emojiPerPerson} reactions to a message at most: remove one first`,
          undefined,
          { quota: 'emojiPerPerson' },
        )
      return tx.reactions.add(message, input.emoji, me, standing.isHidden)
    },
    [keyOfMessage(input.message)],
  )
