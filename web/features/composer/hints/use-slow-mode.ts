import type { MyRoom, Room, User } from '@parlance/sdk'
import type { RoomWindow } from '@parlance/sdk/window'
import { useSyncExternalStore } from 'react'
import { isMember } from '../../room-names/index.ts'
import { useSecondsTo } from './use-seconds-to.ts'

/** The seconds until the user can send the next message in a room in slow mode; 0 for the staff and without slow mode. */
export function useSlowMode(
  room: Room | MyRoom | undefined,
  window: RoomWindow,
  me: User | undefined,
): number {
  const isStaff = !room || !isMember(room) || room.role !== 'member' || me?.role !== undefined
  const slow = isStaff ? 0 : (room.slowSeconds ?? 0)
  const last = useSyncExternalStore(slow > 0 ? window.subscribe : never, () =>
    slow > 0 ? lastSent(window, me) : undefined,
  )
  // The clock of this device can be behind that of the server.
  return Math.min(slow, useSecondsTo(last === undefined ? 0 : Date.parse(last) + slow * 1000))
}

const never = () => () => undefined

/** When the user sent the last message. A refused one does not count. */
function lastSent(window: RoomWindow, me: User | undefined): string | undefined {
  const row = window
    .read()
    .rows.findLast((row) =>
      row.kind === 'outgoing' ? row.outgoing.state !== 'failed' : row.message.sender.id === me?.id,
    )
  return row?.kind === 'outgoing' ? row.outgoing.createdAt : row?.message.createdAt
}
