import { authorize } from '../authorize.ts'
import { pagesOf, type UseCase } from '../use-case.ts'

export const listSanctions: UseCase<'sanctions.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const standing = await reader.rooms.standing(input.room, caller.user.id)
    const { room } = authorize('sanctions.list', standing)
    const { items, ...pages } = await reader.sanctions.list({ place: room.id }, input)
    return { sanctions: [...items], ...pagesOf(pages) }
  })
