import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const listRooms: AppUseCase<'rooms.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { user } = input
    if (user !== undefined) await existingUser(reader, user)
    const { items, next } = await (user === undefined
      ? reader.rooms.all(input)
      : reader.rooms.of(user, { ...input, hidden: true }, reader.committedUntil))
    return { rooms: [...items], ...(next && { next }) }
  })
