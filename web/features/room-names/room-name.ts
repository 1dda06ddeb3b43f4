import { type Chat, ChatError, type Room, type RoomId, type UserId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useSyncExternalStore } from 'react'
import { createStore } from '../../lib/store.ts'
import type { IconName } from '../../ui/icons.tsx'
import { useWords } from '../../words/words.ts'

type Named = Pick<Room, 'id' | 'type' | 'name'>
type Other = { readonly id: UserId; readonly name: string }

const ICONS: Readonly<Record<Room['type'], IconName>> = {
  public: 'hash',
  announcement: 'megaphone',
  group: 'lock',
  dm: 'person',
}
export const iconOf = ({ type }: Named): IconName => ICONS[type]

/** The other user of each dm, by its room. */
const others = createStore<{ readonly [room: RoomId]: Other }>({})
const requested = new WeakMap<Chat, Set<RoomId>>()

/** The name of a room: of a dm that of the other user. */
export function useRoomName(room: Named | undefined): string {
  const chat = useChat()
  const { unnamed } = useWords()
  const known = useSyncExternalStore(others.watch, others.read)
  useEffect(() => {
    if (room?.type === 'dm') void readOther(chat, room.id)
  }, [chat, room?.id, room?.type])
  if (room === undefined) return ''
  return room.name ?? known[room.id]?.name ?? fallback(room, unnamed)
}

/** The names of rooms, by their ids. */
export function useRoomNames(rooms: readonly Named[]): ReadonlyMap<RoomId, string> {
  const chat = useChat()
  const { unnamed } = useWords()
  const known = useSyncExternalStore(others.watch, others.read)
  useEffect(() => {
    for (const { id, type } of rooms) if (type === 'dm') void readOther(chat, id)
  }, [chat, rooms])
  return new Map(
    rooms.map((room) => [room.id, room.name ?? known[room.id]?.name ?? fallback(room, unnamed)]),
  )
}

const fallback = ({ type }: Named, unnamed: string): string => (type === 'dm' ? '…' : unnamed)

async function readOther(chat: Chat, room: RoomId): Promise<void> {
  const rooms = requested.get(chat) ?? new Set()
  requested.set(chat, rooms)
  if (rooms.has(room)) return
  rooms.add(room)
  try {
    const { members } = await chat.members.list({ room, limit: 2 })
    const other = members.find(({ user }) => user.id !== chat.user?.id) ?? members[0]
    if (other !== undefined) others.change({ [room]: other.user })
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    // The next time that the name is shown, it is read again.
    rooms.delete(room)
  }
}
