import type { UseCase } from '../use-case.ts'

export const listMentions: UseCase<'mentions.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { items, next } = await reader.mentions.of(caller.user.id, input)
    const mentions = items.map((message) => ({ room: message.room, message }))
    return { mentions, ...(next && { next }) }
  })
