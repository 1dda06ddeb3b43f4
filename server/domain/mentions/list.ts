import { pagesOf, type UseCase } from '../use-case.ts'

export const listMentions: UseCase<'mentions.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { items, ...pages } = await reader.mentions.of(caller.user.id, input)
    const mentions = items.map((message) => ({ room: message.room, message }))
    return { mentions, ...pagesOf(pages) }
  })
