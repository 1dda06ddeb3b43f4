import { pagesOf, type UseCase } from '../use-case.ts'

export const listSentRequests: UseCase<'requests.listSent'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { items, ...pages } = await reader.requests.from(caller.user.id, input, reader.now)
    return { requests: [...items], ...pagesOf(pages) }
  })
