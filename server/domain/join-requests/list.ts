import { authorize } from '../authorize.ts'
import { pagesOf, type UseCase } from '../use-case.ts'

export const listJoinRequests: UseCase<'joinRequests.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = await reader.rooms.standing(input.room, caller.user.id)
    const { room } = authorize('joinRequests.list', standing)
    const { items, ...pages } = await reader.joinRequests.ofRoom(room.id, input)
    return { joinRequests: [...items], ...pagesOf(pages) }
  })
