import { pagesOf, type UseCase } from '../use-case.ts'

export const listThreads: UseCase<'threads.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { items, ...pages } = await reader.threads.of(
      caller.user.id,
      input,
      reader.committedUntil,
    )
    return { threads: [...items], ...pagesOf(pages) }
  })
