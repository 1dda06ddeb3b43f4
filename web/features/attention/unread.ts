import type { MyRoom, RoomId } from '@parlance/sdk'
import { useRooms } from '@parlance/sdk/react'
import { useSyncExternalStore } from 'react'
import { looking } from './looking.ts'

/** `isMention`: the messages mention the user. */
export type Unread = { readonly n: number; readonly isMention: boolean }

/** What stands at a room: the mentions, or else the unread messages; of a muted room the mentions alone. */
export function unreadOf(room: MyRoom, lookedAt: RoomId | undefined): Unread {
  if (room.id === lookedAt) return { n: 0, isMention: false }
  if (room.mentions > 0) return { n: room.mentions, isMention: true }
  return { n: isMuted(room) ? 0 : room.unread, isMention: false }
}

export const isMuted = ({ preferences: { notify, mutedUntil } }: MyRoom): boolean =>
  notify === 'none' || (mutedUntil !== undefined && Date.parse(mutedUntil) > Date.now())

const lookedAt = () => looking.read().room

export const useUnreadOf = (room: MyRoom): Unread =>
  unreadOf(room, useSyncExternalStore(looking.watch, lookedAt))

/** The sum of what stands at the rooms: the number of the title, the icon and the app. */
export function useTotalUnread(): number {
  const room = useSyncExternalStore(looking.watch, lookedAt)
  return useRooms().rooms.reduce((sum, one) => sum + unreadOf(one, room).n, 0)
}
