import { threadRoot } from '../../messages/rules.ts'
import { inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const listMessages: AppUseCase<'messages.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const standing = await inRoom(reader, input.room)
    if (input.thread !== undefined) await threadRoot(reader, standing, input.thread)
    const { room, from, me } = standing
    return {
      messages: [...(await reader.messages.list(room.id, { ...input, from, viewer: me.id }))],
      seq: room.seq,
    }
  })
