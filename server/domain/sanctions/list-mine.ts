import { pagesOf, type UseCase } from '../use-case.ts'

export const listMySanctions: UseCase<'sanctions.listMine'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { items, ...pages } = await reader.sanctions.ofUser(caller.user.id, input)
    return { sanctions: [...items], ...pagesOf(pages) }
  })
