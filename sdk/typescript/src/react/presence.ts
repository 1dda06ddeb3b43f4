import type { Chat } from '../chat.ts'
import { type Kept, keep } from '../keep.ts'
import type { Presence, RoomId } from '../protocol.ts'

/** Who of a room is there, and when the others last were. */
export function openPresence(chat: Chat, room: RoomId): Kept<Presence> {
  const read = async () => (await chat.call('presence.list', { room })).presence
  const store = keep<Presence>(chat, {
    room,
    read,
    hear(was, told) {
      // Whether they were there before is not told.
      if (told.type.startsWith('member')) void store.load(read)
      if (told.type !== 'presence.changed') return was
      return [...was.filter(({ user }) => user.id !== told.user.id), told]
    },
    isPassing: true,
  })
  return store
}
