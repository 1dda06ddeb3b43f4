import { pagesOf, type UseCase } from '../use-case.ts'
import { fragmentsOf } from './search/fragments.ts'
import { parse } from './search/query.ts'

/** Only in rooms that the caller is in, and only what they may see there. */
export const searchMessages: UseCase<'messages.search'> = async ({
  store,
  indexing,
  caller,
  input,
}) => {
  await indexing.caughtUp()
  return store.read(async (reader) => {
    const search = { ...parse(input.q), order: input.order }
    const { items, ...pages } = await reader.search.find(caller.user.id, search, input)
    const found = items.map(({ message, spans }) => {
      return { message, fragments: fragmentsOf(message.text, spans) }
    })
    return { found, ...pagesOf(pages) }
  })
}
