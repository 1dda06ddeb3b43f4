import { SYSTEM } from '../../../protocol/ids.ts'
import type { Store } from '../ports.ts'
import { isOver } from './rules.ts'

/**
 * Ends invitations that have expired, at most `limit` of them, each in a transaction of its own: it records an event in
 * a user's log. Returns whether there can be more.
 */
export async function endExpired(store: Store, limit: number): Promise<boolean> {
  const expired = await store.read((reader) => reader.invitations.expired(reader.now, limit))
  for (const id of expired)
    await store.write(async (tx) => {
      const invitation = await tx.invitations.get(id)
      // Somebody may have ended it meanwhile.
      if (invitation && isOver(invitation, tx.now)) await tx.invitations.end(invitation, SYSTEM)
    })
  return expired.length === limit
}
