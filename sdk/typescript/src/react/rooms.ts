import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { MyRoom, ReceivedEvent, UserId } from '../protocol.ts'
import { isInRoom } from '../renewed.ts'

/** The rooms are read after a random part of this time, so that not all clients read at the same moment. */
const READ_MS = 1000
/** Events of unknown rooms, and events that change more than they contain: the rooms are read again. */
const READ_AGAIN = /^room_|updated|deleted|mention|member/

/** The rooms of the user with their unread counts, the most recently active room first. */
export function openRooms(chat: Chat): LiveList<MyRoom> {
  // biome-ignore lint/correctness/noUnusedVariables: `??=` reads it
  let timer: ReturnType<typeof setTimeout> | undefined
  function applyEvent(
    rooms: readonly MyRoom[],
    event: ReceivedEvent,
    me?: UserId,
  ): readonly MyRoom[] {
    if (!('seq' in event)) return rooms
    const known = rooms.find(({ id }) => id === event.log)
    if (known && event.seq <= known.seq) return rooms
    const isRead = event.type === 'receipt.read' && event.user.id === me
    const isAll = isRead && known && event.readSeq >= (known.lastMessage?.seq ?? 0)
    if (isRead ? !isAll : READ_AGAIN.test(known ? event.type : event.log + event.type))
      timer ??= setTimeout(() => list.load(read), Math.random() * READ_MS)
    if (!known) return rooms
    const room: Mutable<MyRoom> = { ...known, seq: event.seq }
    if (isAll) {
      room.readSeq = event.readSeq
      room.unread = room.mentions = 0
    }
    if (event.type === 'message.created' && isInRoom(event.message)) {
      const { sender, silent, system } = event.message
      room.lastMessage = event.message
      if (sender.id !== me && !silent && !system) room.unread++
    }
    return [room, ...rooms.filter((other) => other !== known)]
  }

  async function read(after?: string): Promise<readonly MyRoom[]> {
    // An event from now on starts the next read.
    timer = undefined
    const { rooms, next } = await chat.call('rooms.list', { after })
    const more = next ? await read(next) : []
    return [...rooms.filter((room) => 'role' in room), ...more]
  }

  const list = liveList(chat, { read, applyEvent })
  return list
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
