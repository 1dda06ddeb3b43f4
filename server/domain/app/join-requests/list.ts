import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const listJoinRequests: AppUseCase<'joinRequests.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { room } = await inRoom(reader, input.room)
    const { items, next } = await reader.joinRequests.ofRoom(room.id, input)
    return { joinRequests: [...items], ...(next && { next }) }
  })
