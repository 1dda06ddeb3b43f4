import type { AppUseCase } from '../use-case.ts'

export const listAudit: AppUseCase<'audit.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { items, next } = await reader.audit.list(input, input)
    return { entries: [...items], ...(next && { next }) }
  })
