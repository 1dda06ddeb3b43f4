import type { UseCase } from '../use-case.ts'

export const listRooms: UseCase<'rooms.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { id, type } = input
    const { items, next } = id
      ? await reader.rooms.among(caller.user.id, [...new Set(id)])
      : type === undefined
        ? await reader.rooms.of(caller.user.id, input)
        : await reader.rooms.open(type, input)
    return { rooms: [...items], cursor: await reader.cursor(), ...(next && { next }) }
  })
