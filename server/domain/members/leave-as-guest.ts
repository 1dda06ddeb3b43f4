import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { endMembership } from './rules.ts'

/** A guest leaves the lobby when their last connection has ended. */
export const leaveAsGuest = (store: Store, lobby: RoomId, guest: UserId): Promise<void> =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(lobby, guest)
    const { room, role, me } = standing ?? {}
    if (!room || !me || !role || (await tx.users.get(guest))?.kind !== 'guest') return
    await endMembership(tx, { room, role }, me, me)
  })
