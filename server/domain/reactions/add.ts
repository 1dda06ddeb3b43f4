import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { livingMessage } from '../messages/rules.ts'
import { asMember, has, notArchived } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

/** The same again changes nothing. */
export const addReaction: UseCase<'reactions.add'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const standing = asMember(await tx.rooms.standing(input.room, caller.user.id))
    const { room, me } = standing
    const message = await livingMessage(tx, standing, input.message)
    notArchived(room)
    has(room, 'reactions')
    if (await tx.reactions.has(message, input.emoji, me.id)) return message
    const there = message.reactions ?? []
    const isNew = !there.some(({ emoji }) => emoji === input.emoji)
    if (isNew && there.length >= LIMITS.emojiPerMessage)
      throw new Refusal(
        'too_many',
        `A message can have ${LIMITS.emojiPerMessage} kinds of reactions: use one of those`,
      )
    if ((await tx.reactions.countOf(message, me.id)) >= LIMITS.emojiPerPerson)
      throw new Refusal(
        'too_many',
        `One user can have ${LIMITS.emojiPerPerson} reactions on a message: remove one first`,
      )
    return tx.reactions.add(message, input.emoji, me)
  })
