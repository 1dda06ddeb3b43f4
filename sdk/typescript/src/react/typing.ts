import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { RoomId, Sender } from '../protocol.ts'

/** Who else types in a room just now. It passes: who was away begins with nobody. */
export function openTyping(chat: Chat, room: RoomId): LiveList<Sender> {
  const store = liveList<Sender>(chat, {
    room,
    read: async () => [],
    applyEvent(was, told, me) {
      if (told.type !== 'typing.started' && told.type !== 'typing.stopped') return was
      const { user } = told
      const others = was.filter(({ id }) => id !== user.id)
      if (told.type === 'typing.stopped' || told.thread || user.id === me) return others
      // By the server's clock, whatever ours says; unless it was said again meanwhile.
      const end = () => store.set(store.read().all.filter((one) => one !== user))
      setTimeout(end, Date.parse(told.until) - Date.parse(told.at))
      return [...others, user]
    },
    isPassing: true,
  })
  return store
}
