import { authorizeOnServer } from '../authorize.ts'
import { pagesOf, type UseCase } from '../use-case.ts'

export const listAudit: UseCase<'audit.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    authorizeOnServer('audit.list', await reader.users.get(caller.user.id))
    const { items, ...pages } = await reader.audit.list(input, input)
    return { entries: [...items], ...pagesOf(pages) }
  })
