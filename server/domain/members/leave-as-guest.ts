import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'

/** Guests are in the lobby for as long as they are there. */
export const leaveAsGuest = (store: Store, lobby: RoomId, guest: UserId): Promise<void> =>
  store.write(async (tx) => {
    const standing = await tx.rooms.standing(lobby, guest)
    if (standing?.role === undefined || (await tx.users.get(guest))?.kind !== 'guest') return
    await tx.members.remove(standing.room, standing.me, standing.me)
  })
