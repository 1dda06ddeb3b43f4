import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { RoomId, Sender } from '../protocol.ts'

/** The other users who are typing in a room. Each connection starts with an empty list. */
export function openTyping(chat: Chat, room: RoomId): LiveList<Sender> {
  const list = liveList<Sender>(chat, {
    room,
    read: async () => [],
    applyEvent(users, event, me) {
      if (event.type !== 'typing.started' && event.type !== 'typing.stopped') return users
      const { user } = event
      const others = users.filter((one) => one.id !== user.id)
      if (event.type === 'typing.stopped' || event.thread || user.id === me) return others
      // Both times are the server's, because the clock of this device can be wrong. A user who went on typing stays,
      // because the later event has another user object.
      setTimeout(
        () => list.set(list.read().all.filter((one) => one !== user)),
        Date.parse(event.until) - Date.parse(event.at),
      )
      return [...others, user]
    },
    isEphemeral: true,
  })
  return list
}
