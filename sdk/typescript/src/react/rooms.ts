import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { MyRoom, ReceivedEvent, UserId } from '../protocol.ts'
import { isInRoom } from '../renewed.ts'

/** Within this, so that not everybody who hears the same asks the server at the same moment. */
const ASK_MS = 1000
/** Something of a room that I do not know, or what changes more than it says: the server knows. */
const ASKS = /^room_|updated|deleted|mention|member/

/** My rooms, the latest active first, with what is unread. */
export function openRooms(chat: Chat): LiveList<MyRoom> {
  // biome-ignore lint/correctness/noUnusedVariables: `??=` reads it
  let timer: ReturnType<typeof setTimeout> | undefined
  function applyEvent(
    rooms: readonly MyRoom[],
    told: ReceivedEvent,
    me?: UserId,
  ): readonly MyRoom[] {
    if (!('seq' in told)) return rooms
    const was = rooms.find(({ id }) => id === told.log)
    if (was && told.seq <= was.seq) return rooms
    const isRead = told.type === 'receipt.read' && told.user.id === me
    const isAll = isRead && was && told.readSeq >= (was.lastMessage?.seq ?? 0)
    if (isRead ? !isAll : ASKS.test(was ? told.type : told.log + told.type))
      timer ??= setTimeout(() => store.load(read), Math.random() * ASK_MS)
    if (!was) return rooms
    const room: Mutable<MyRoom> = { ...was, seq: told.seq }
    if (isAll) {
      room.readSeq = told.readSeq
      room.unread = room.mentions = 0
    }
    if (told.type === 'message.created' && isInRoom(told.message)) {
      const { sender, silent, system } = told.message
      room.lastMessage = told.message
      if (sender.id !== me && !silent && !system) room.unread++
    }
    return [room, ...rooms.filter((other) => other !== was)]
  }

  async function read(after?: string): Promise<readonly MyRoom[]> {
    // What is received from here on may ask again.
    timer = undefined
    const { rooms, next } = await chat.call('rooms.list', { after })
    const more = next ? await read(next) : []
    return [...rooms.filter((room) => 'role' in room), ...more]
  }

  const store = liveList(chat, { read, applyEvent })
  return store
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
