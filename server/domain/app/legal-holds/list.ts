import type { AppUseCase } from '../use-case.ts'

export const listLegalHolds: AppUseCase<'legalHolds.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { items, next } = await reader.legalHolds.list(input)
    return { legalHolds: [...items], ...(next && { next }) }
  })
