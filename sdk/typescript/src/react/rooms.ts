import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { Block, MyRoom } from '../protocol.ts'
import { isInRoom } from '../renewed.ts'

/** The rooms are read after a random part of this time, so that not all clients read at the same moment. */
const READ_MS = 1000
/** Events of unknown rooms, and events that change more than they contain: the rooms are read again. */
const READ_AGAIN = /^room_|updated|deleted|mention|member|block/

/** The rooms of the user with their unread counts, the most recently active room first. */
export function openRooms(chat: Chat): LiveList<MyRoom> {
  // biome-ignore lint/correctness/noUnusedVariables: `??=` reads it
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What these users send is not unread. */
  let blocks: readonly Block[]

  const list: LiveList<MyRoom> = liveList<MyRoom>(chat, {
    read,
    applyEvent(rooms, event, me) {
      const known = rooms.find((one) => one.id === event.log)
      if (!('seq' in event) || event.seq <= (known?.seq ?? 0)) return rooms
      const isRead = event.type === 'receipt.read' && event.user.id === me
      const isAll = isRead && known && event.readSeq >= (known.lastMessage?.seq ?? 0)
      if (isRead ? !isAll : READ_AGAIN.test(known ? event.type : event.log + event.type))
        timer ??= setTimeout(list.load, Math.random() * READ_MS, read)
      if (!known) return rooms
      const room: Mutable<MyRoom> = {
        ...known,
        seq: event.seq,
        ...(isAll && { readSeq: event.readSeq, unread: 0, mentions: 0 }),
      }
      if (event.type === 'message.created' && isInRoom(event.message)) {
        if (
          event.message.sender.id !== me &&
          !event.message.silent &&
          !event.message.system &&
          !blocks.find((one) => one.user === event.message.sender.id)
        )
          room.unread++
        room.lastMessage = event.message
      }
      return [room, ...rooms.filter((other) => other !== known)]
    },
  })

  async function read(after?: string): Promise<readonly MyRoom[]> {
    // An event from now on starts the next read.
    timer = undefined
    if (!after) blocks = (await chat.call('blocks.list', {})).blocks
    const { rooms, next } = await chat.call('rooms.list', { after })
    return [...rooms.filter((room) => 'role' in room), ...(next ? await read(next) : [])]
  }

  return list
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
