import type { UseCase } from '../use-case.ts'

export const listRooms: UseCase<'rooms.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { items, next } =
      input.type === undefined
        ? await reader.rooms.of(caller.user.id, input)
        : await reader.rooms.open(input.type, input)
    return { rooms: [...items], cursor: await reader.cursor(), ...(next && { next }) }
  })
