import { authorize } from '../authorize.ts'
import { visibleMessage } from '../messages/rules.ts'
import { pagesOf, type UseCase } from '../use-case.ts'

export const listReactions: UseCase<'reactions.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const standing = authorize('reactions.list', found)
    const message = await visibleMessage(reader, standing, input.message)
    const { items, ...pages } = await reader.reactions.list(
      message,
      input.emoji,
      input,
      standing.me.id,
    )
    return { reactions: [...items], ...pagesOf(pages) }
  })
