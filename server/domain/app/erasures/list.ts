import type { AppUseCase } from '../use-case.ts'

export const listErasures: AppUseCase<'erasures.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    if (input.user !== undefined) {
      const found = await reader.erasures.ofUser(input.user)
      return { erasures: found === undefined ? [] : [found] }
    }
    const { items, next } = await reader.erasures.list(input)
    return { erasures: [...items], ...(next && { next }) }
  })
