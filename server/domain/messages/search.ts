import type { RunningSearch } from '../ports.ts'
import { pagesOf, type UseCase, WORK } from '../use-case.ts'
import { fragmentsOf } from './search/fragments.ts'
import { parse } from './search/query.ts'

/** Searching this many rooms costs as much as one command, and so does comparing this many characters. */
const ROOMS_PER_COMMAND = 100
const CHARS_PER_COMMAND = 8192

/** Searches the rooms of the caller, and in them only messages that the caller may see. */
export const searchMessages: UseCase<'messages.search'> = async ({
  store,
  indexing,
  turns,
  caller,
  input,
}) => {
  await indexing.caughtUp()
  const { id } = caller.user
  const search = { ...parse(input.q), order: input.order }
  for (let step: RunningSearch | undefined; ; ) {
    const earlier = step
    step = await store.read((reader) => reader.search.find(id, search, input, earlier))
    while (step.compare()) await turns.next(id)
    const page = step.page()
    if (page === undefined) continue
    const found = page.items.map(({ message, spans }) => {
      return { message, fragments: fragmentsOf(message.text, spans) }
    })
    const work = step.rooms / ROOMS_PER_COMMAND + step.chars / CHARS_PER_COMMAND
    return { found, ...pagesOf(page), [WORK]: work }
  }
}
