import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { Presence, RoomId } from '../protocol.ts'

/** Who of a room is there, and when the others last were. */
export function openPresence(chat: Chat, room: RoomId): LiveList<Presence> {
  const read = async () => (await chat.call('presence.list', { room })).presence
  const store = liveList<Presence>(chat, {
    room,
    read,
    applyEvent(was, told) {
      // Whether they were there before is not told.
      if (told.type.startsWith('member')) void store.load(read)
      if (told.type !== 'presence.changed') return was
      return [...was.filter(({ user }) => user.id !== told.user.id), told]
    },
    isPassing: true,
  })
  return store
}
