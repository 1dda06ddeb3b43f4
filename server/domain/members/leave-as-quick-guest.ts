import type { UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'

/** A quick guest whose connection has ended is in no room any more, but for dms: those are for good. */
export const leaveAsQuickGuest = (store: Store, guest: UserId): Promise<void> =>
  store.write(async (tx) => {
    const rooms = await tx.presence.rooms(guest)
    // Locks are taken in the order of their logs.
    for (const id of rooms.map((room) => room.id).sort()) {
      const standing = await tx.rooms.standing(id, guest)
      if (standing?.role === undefined || standing.room.type === 'dm') continue
      await tx.members.remove(standing.room, standing.me, standing.me)
    }
  })
