import type { AppUseCase } from '../use-case.ts'

export const listUsers: AppUseCase<'users.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { after = '', limit } = input
    const found = await reader.users.list(after, limit + 1)
    const users = found.slice(0, limit)
    const next = found.length > limit ? users.at(-1)?.id : undefined
    return { users, ...(next && { next }) }
  })
