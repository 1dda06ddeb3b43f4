import type { UseCase } from '../use-case.ts'

export const listThreads: UseCase<'threads.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { items, next } = await reader.threads.of(caller.user.id, input)
    return { threads: [...items], ...(next && { next }) }
  })
