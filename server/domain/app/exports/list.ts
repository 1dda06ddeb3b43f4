import type { AppUseCase } from '../use-case.ts'

export const listExports: AppUseCase<'exports.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { items, next } = await reader.exports.list(input)
    return { exports: [...items], ...(next && { next }) }
  })
