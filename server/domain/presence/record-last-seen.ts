import type { UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'

/** Stores when each user was last online, from the ms since then. Invisible users went offline for others earlier. */
export const recordLastSeen = (store: Store, users: ReadonlyMap<UserId, number>): Promise<void> =>
  store.write(async (tx) => {
    // Every node locks in the same order, so that no transaction waits for another in a circle.
    for (const user of [...users.keys()].sort()) {
      const setting = await tx.presence.get(user)
      const at = tx.now - Math.round(users.get(user) ?? 0)
      // Nothing is stored about a user who was deleted while online.
      if (setting.lastSeenAt === undefined && (await tx.users.get(user))?.deletedAt) continue
      if (setting.state === 'invisible' || (setting.lastSeenAt ?? 0) >= at) continue
      await tx.presence.set(user, { ...setting, lastSeenAt: at })
    }
  })
