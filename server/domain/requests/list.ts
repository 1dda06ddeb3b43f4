import { pagesOf, type UseCase } from '../use-case.ts'

export const listRequests: UseCase<'requests.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { items, ...pages } = await reader.requests.to(caller.user.id, input, reader.now)
    return { requests: [...items], ...pagesOf(pages) }
  })
