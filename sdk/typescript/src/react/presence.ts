import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { Presence, RoomId } from '../protocol.ts'

/** The presence of a room's members. */
export function openPresence(chat: Chat, room: RoomId): LiveList<Presence> {
  const read = async () => (await chat.call('presence.list', { room })).presence
  const list = liveList<Presence>(chat, {
    room,
    read,
    applyEvent(all, event) {
      // Events of membership do not contain the presence of the member.
      if (event.type.startsWith('member')) void list.load(read)
      if (event.type !== 'presence.changed') return all
      return [...all.filter((one) => one.user.id !== event.user.id), event]
    },
    isEphemeral: true,
  })
  return list
}
