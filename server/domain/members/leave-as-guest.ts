import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { takeOut } from './rules.ts'

/** Guests are in the lobby for as long as they are there. */
export const leaveAsGuest = (store: Store, lobby: RoomId, guest: UserId): Promise<void> =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(lobby, guest)
    const { room, role, me } = standing ?? {}
    if (!room || !me || !role || (await tx.users.get(guest))?.kind !== 'guest') return
    await takeOut(tx, { room, role }, me, me)
  })
