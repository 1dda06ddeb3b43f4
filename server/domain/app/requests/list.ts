import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const listRequests: AppUseCase<'requests.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { id } = await existingUser(reader, input.user)
    const { items, next } = await reader.requests.to(id, input, reader.now)
    return { requests: [...items], ...(next && { next }) }
  })
