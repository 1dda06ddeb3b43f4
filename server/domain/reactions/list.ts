import { visibleMessage } from '../messages/rules.ts'
import { asMember } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

export const listReactions: UseCase<'reactions.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = asMember(await reader.rooms.standing(input.room, caller.user.id))
    const message = await visibleMessage(reader, standing, input.message)
    const { items, next } = await reader.reactions.list(message, input.emoji, input)
    return { reactions: [...items], ...(next && { next }) }
  })
