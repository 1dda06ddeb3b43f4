import type { UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { takeOut } from './rules.ts'

/** A quick guest whose connection has ended is in no room any more, but for dms: those are for good. */
export const leaveAsQuickGuest = (store: Store, guest: UserId): Promise<void> =>
  store.write(async (tx) => {
    const rooms = await tx.presence.rooms(guest)
    // Locks are taken in the order of their logs.
    for (const id of rooms.map((room) => room.id).sort()) {
      const standing = await tx.rooms.standing(id, guest)
      const { room, role, me } = standing ?? {}
      if (!room || !me || !role || room.type === 'dm') continue
      await takeOut(tx, { room, role }, me, me)
    }
  })
