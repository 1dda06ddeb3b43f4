import { copyList } from '../../../protocol/encoded-once.ts'
import type { Room } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { PageOf } from '../paging.ts'
import type { Reader } from '../ports.ts'
import { pagesOf, type UseCase } from '../use-case.ts'
import { asVisitor } from './rules.ts'

export const listRooms: UseCase<'rooms.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const { id, type } = input
    const cursor = await reader.cursor()
    if (id !== undefined)
      return { rooms: [...(await reader.rooms.among(caller.user.id, [...new Set(id)]))], cursor }
    const { items, ...pages } =
      type === undefined
        ? await reader.rooms.of(caller.user.id, input, reader.committedUntil)
        : await asSeenBy(reader, caller.user.id, await reader.rooms.open(type, input))
    return { rooms: copyList(items), cursor, ...pagesOf(pages) }
  })

/** The open rooms, each as a user may see it. */
async function asSeenBy(reader: Reader, user: UserId, page: PageOf<Room>): Promise<PageOf<Room>> {
  const restricted = page.items.filter(({ preview }) => preview === 'name').map(({ id }) => id)
  const mine = await reader.members.roomsAmong(user, restricted)
  return { ...page, items: page.items.map((room) => (mine.has(room.id) ? room : asVisitor(room))) }
}
