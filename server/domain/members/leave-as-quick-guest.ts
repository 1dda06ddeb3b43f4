import type { UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { endMembership } from './rules.ts'

/** A quick guest whose connection has ended leaves every room except dms, whose members never change. */
export const leaveAsQuickGuest = (store: Store, guest: UserId): Promise<void> =>
  store.write(async (tx) => {
    const rooms = await tx.presence.rooms(guest)
    for (const id of await tx.rooms.lock(rooms.map((room) => room.id))) {
      const standing = await tx.rooms.standing(id, guest)
      const { room, role, me } = standing ?? {}
      if (!room || !me || !role || room.type === 'dm') continue
      await endMembership(tx, { room, role }, me, me)
    }
  })
