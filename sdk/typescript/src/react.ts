'use client'

import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Chat, Status } from './chat.ts'
import type { LiveList, LoadState } from './live-list.ts'
import type { MyRoom, Presence, RoomId, Sender } from './protocol.ts'
import { type Actions, type LocalMessage, openMessages } from './react/messages.ts'
import { openPresence } from './react/presence.ts'
import { openRooms } from './react/rooms.ts'
import { openTyping } from './react/typing.ts'

export type { LoadState } from './live-list.ts'
export type { Actions, LocalMessage, More, Outgoing, SentMessage } from './react/messages.ts'

const Context = createContext<Chat | null>(null)

/** `<ChatProvider value={chat}>`: the chat of everything below it. Who made it closes it. */
export const ChatProvider = Context.Provider

export function useChat(): Chat {
  const chat = useContext(Context)
  if (!chat) throw new Error('No ChatProvider')
  return chat
}

/** How the connection is. */
export function useStatus(): Status {
  const chat = useChat()
  const read = () => chat.status
  return useSyncExternalStore(chat.onStatus, read, read)
}

/** My rooms, the latest active first. */
export function useRooms(): { readonly rooms: readonly MyRoom[] } & LoadState {
  const { all, progress } = useMine()
  return { rooms: all, ...progress }
}

/** What I have not read, in all and by room; a thousand in a room stands for that many or more. */
export function useUnread(): {
  readonly total: number
  readonly rooms: ReadonlyMap<RoomId, number>
} {
  const { all } = useMine()
  const rooms = new Map<RoomId, number>()
  let total = 0
  for (const { id, unread } of all) {
    rooms.set(id, unread)
    total += unread
  }
  return { total, rooms }
}

/**
 * A room's messages, the oldest first, mine from the moment that I send them. `key` is a message's key
 * for React.
 */
export function useMessages(
  room: RoomId,
): Actions &
  LoadState & { readonly messages: readonly LocalMessage[]; readonly hasOlder: boolean } {
  const { all, progress, actions, hasOlder } = useSaid(room)
  return { messages: all, hasOlder: hasOlder(), ...actions, ...progress }
}

/** Who else types in a room just now. `chat.room(id).typing()` says that I do. */
export const useTyping = (room: RoomId): readonly Sender[] => useTypists(room).all

/** Who of a room is there. In a room of more than 200 members nobody is told. */
export function usePresence(room: RoomId): { readonly presence: readonly Presence[] } & LoadState {
  const { all, progress } = usePresent(room)
  return { presence: all, ...progress }
}

const useMine = shared(openRooms)
const useSaid = shared(openMessages)
const useTypists = shared(openTyping)
const usePresent = shared(openPresence)

/** Everybody who asks for the same gets the same one, for as long as the chat is there. */
function shared<Of extends [] | [RoomId], T, Store extends LiveList<T>>(
  open: (chat: Chat, ...of: Of) => Store & LiveList<T>,
) {
  const opened = new WeakMap<object, Store & LiveList<T>>()
  return (...of: Of) => {
    const chat = useChat()
    const key = of[0] ? chat.room(of[0]) : chat
    const store = opened.get(key) ?? open(chat, ...of)
    opened.set(key, store)
    return { ...store, ...useSyncExternalStore(store.watch, store.read, store.read) }
  }
}
