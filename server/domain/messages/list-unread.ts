import { authorize } from '../authorize.ts'
import { pointersOf, unreadSince } from '../receipts/rules.ts'
import type { UseCase } from '../use-case.ts'

/** The messages that the room's `unread` counts. `seq` and `cursor` are of the same moment. */
export const listUnread: UseCase<'messages.listUnread'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const found = await reader.rooms.standing(input.room, caller.user.id)
    const standing = authorize('messages.listUnread', found)
    const { room, me } = standing
    const seq = Math.max(
      input.after ?? 0,
      unreadSince(standing, await pointersOf(reader, standing)),
    )
    const messages = [...(await reader.messages.listUnread(room.id, me.id, seq, input.limit))]
    return { messages, seq: room.seq, cursor: await reader.cursor() }
  })
