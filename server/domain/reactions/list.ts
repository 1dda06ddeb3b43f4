import { visibleMessage } from '../messages/rules.ts'
import { asMember } from '../rooms/rules.ts'
import { pagesOf, type UseCase } from '../use-case.ts'

export const listReactions: UseCase<'reactions.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = asMember(await reader.rooms.standing(input.room, caller.user.id))
    const message = await visibleMessage(reader, standing, input.message)
    const { items, ...pages } = await reader.reactions.list(message, input.emoji, input)
    return { reactions: [...items], ...pagesOf(pages) }
  })
