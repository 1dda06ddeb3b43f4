import { pagesOf, type UseCase } from '../use-case.ts'

export const listRooms: UseCase<'rooms.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { id, type } = input
    const cursor = await reader.cursor()
    if (id !== undefined)
      return { rooms: [...(await reader.rooms.among(caller.user.id, [...new Set(id)]))], cursor }
    const { items, ...pages } =
      type === undefined
        ? await reader.rooms.of(caller.user.id, input, reader.committedUntil)
        : await reader.rooms.open(type, input)
    return { rooms: [...items], cursor, ...pagesOf(pages) }
  })
