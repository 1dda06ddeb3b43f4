import { authorizeOnServer } from '../authorize.ts'
import { pagesOf, type UseCase } from '../use-case.ts'

export const listServerSanctions: UseCase<'serverSanctions.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    authorizeOnServer('serverSanctions.list', await reader.users.get(caller.user.id))
    const { user } = input
    const { items, ...pages } = await reader.sanctions.list({ place: 'server', user }, input)
    return { sanctions: [...items], ...pagesOf(pages) }
  })
