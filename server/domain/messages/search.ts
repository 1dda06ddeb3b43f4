import { pagesOf, type UseCase, WORK } from '../use-case.ts'
import { fragmentsOf } from './search/fragments.ts'
import { parse } from './search/query.ts'

/** Searching this many rooms costs as much as one command. */
const ROOMS_PER_COMMAND = 30

/** Searches the rooms of the caller, and in them only messages that the caller may see. */
export const searchMessages: UseCase<'messages.search'> = async ({
  store,
  indexing,
  caller,
  input,
}) => {
  await indexing.caughtUp()
  return store.read(async (reader) => {
    const search = { ...parse(input.q), order: input.order }
    const { items, rooms, ...pages } = await reader.search.find(caller.user.id, search, input)
    const found = items.map(({ message, spans }) => {
      return { message, fragments: fragmentsOf(message.text, spans) }
    })
    return { found, ...pagesOf(pages), [WORK]: rooms / ROOMS_PER_COMMAND }
  })
}
