import type { AppUseCase } from '../use-case.ts'

export const listSanctions: AppUseCase<'sanctions.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { room, user } = input
    const { items, next } = await reader.sanctions.list({ place: room, user }, input)
    return { sanctions: [...items], ...(next && { next }) }
  })
