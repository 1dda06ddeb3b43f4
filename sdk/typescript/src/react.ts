'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Chat } from './chat.ts'
import type { LiveList, LoadState } from './live-list.ts'
import type { MyRoom, Presence, RoomId, Sender } from './protocol.ts'
import { type Actions, type LocalMessage, openMessages } from './react/messages.ts'
import { openPresence } from './react/presence.ts'
import { openRooms } from './react/rooms.ts'
import { openTyping } from './react/typing.ts'
import type { Status } from './status.ts'

export type { LoadState } from './live-list.ts'
export type { Actions, LocalMessage, Outgoing, SendOptions, SentMessage } from './react/messages.ts'

const Context = createContext<Chat | null>(null)

/** `<ChatProvider value={chat}>` gives the chat to all components below it. The app closes the chat. */
export const ChatProvider = Context.Provider

export function useChat(): Chat {
  const chat = useContext(Context)
  if (!chat) throw new Error('Add a ChatProvider')
  return chat
}

/** The state of the connection. */
export function useStatus(): Status {
  const chat = useChat()
  return useSyncExternalStore(
    chat.onStatus,
    () => chat.status,
    () => chat.status,
  )
}

/** The rooms of the user, the most recently active room first. */
export function useRooms(): { readonly rooms: readonly MyRoom[] } & LoadState {
  const { all, progress } = useRoomList()
  return { rooms: all, ...progress }
}

/** The number of unread messages, in total and by room. The server counts up to 1000 for a room. */
export function useUnread(): {
  readonly total: number
  readonly rooms: ReadonlyMap<RoomId, number>
} {
  const { all } = useRoomList()
  const rooms = new Map<RoomId, number>()
  let total = 0
  for (const one of all) {
    rooms.set(one.id, one.unread)
    total += one.unread
  }
  return { total, rooms }
}

/**
 * The messages of a room, the oldest first. An own message is in the list from the call of `send` on. `key` is the
 * message's key for React.
 */
export function useMessages(
  room: RoomId,
): Actions &
  LoadState & { readonly messages: readonly LocalMessage[]; readonly hasOlder: boolean } {
  const { all, progress, actions, hasOlder } = useMessageList(room)
  return { messages: all, hasOlder: hasOlder(), ...actions, ...progress }
}

/** The other users who are typing in a room. `chat.room(id).typing()` reports that the own user is typing. */
export const useTyping = (room: RoomId): readonly Sender[] => useTypingList(room).all

/** The presence of a room's members. Rooms with more than 200 members have no presence events. */
export function usePresence(room: RoomId): { readonly presence: readonly Presence[] } & LoadState {
  const { all, progress } = usePresenceList(room)
  return { presence: all, ...progress }
}

/** The list behind `useRooms`: an app can `set` the rooms that it has kept until they are read. */
export const useRoomList = /* @__PURE__ */ shared(openRooms)
const useMessageList = /* @__PURE__ */ shared(openMessages)
const useTypingList = /* @__PURE__ */ shared(openTyping)
const usePresenceList = /* @__PURE__ */ shared(openPresence)

/** All components share one list for the same chat and room. */
function shared<Room extends [] | [RoomId], T, List extends LiveList<T>>(
  open: (chat: Chat, ...room: Room) => List & LiveList<T>,
) {
  const opened = new WeakMap<object, List & LiveList<T>>()
  return (...room: Room) => {
    const chat = useChat()
    const key = room[0] ? chat.room(room[0]) : chat
    const list = opened.get(key) ?? open(chat, ...room)
    opened.set(key, list)
    return { ...list, ...useSyncExternalStore(list.subscribe, list.read, list.read) }
  }
}
