import { authorizeOnServer } from '../authorize.ts'
import { pagesOf, type UseCase } from '../use-case.ts'

export const listLegalHolds: UseCase<'legalHolds.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    authorizeOnServer('legalHolds.list', await reader.users.get(caller.user.id))
    const { items, ...pages } = await reader.legalHolds.list(input)
    return { legalHolds: [...items], ...pagesOf(pages) }
  })
