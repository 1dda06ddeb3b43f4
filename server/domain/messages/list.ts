import { authorize } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { threadRoot } from './rules.ts'

/** `seq` and `cursor` are of the same moment as the page, so that a client can resume from there. */
export const listMessages: UseCase<'messages.list'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const standing = authorize('messages.list', found)
    if (input.thread !== undefined) await threadRoot(reader, standing, input.thread)
    const { room, from, me } = standing
    const messages = [...(await reader.messages.list(room.id, { ...input, from, viewer: me.id }))]
    return { messages, seq: room.seq, cursor: await reader.cursor() }
  })
