import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const listMembers: AppUseCase<'members.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { room } = await inRoom(reader, input.room)
    return { members: [...(await reader.members.list(room.id, input.after ?? '', input.limit))] }
  })
