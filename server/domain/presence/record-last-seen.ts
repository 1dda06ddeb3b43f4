import type { UserId } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'

/** Writes down how long ago each was last there, in ms. Who is invisible went, for others, before that. */
export const recordLastSeen = (store: Store, users: ReadonlyMap<UserId, number>): Promise<void> =>
  store.write(async (tx) => {
    // In one order on every node: who waits for a lock never holds one that comes later.
    for (const user of [...users.keys()].sort()) {
      const setting = await tx.presence.get(user)
      const at = tx.now - Math.round(users.get(user) ?? 0)
      // Nothing is kept of somebody who was deleted while there.
      if (setting.lastSeenAt === undefined && (await tx.users.get(user))?.deletedAt) continue
      if (setting.state === 'invisible' || (setting.lastSeenAt ?? 0) >= at) continue
      await tx.presence.set(user, { ...setting, lastSeenAt: at })
    }
  })
