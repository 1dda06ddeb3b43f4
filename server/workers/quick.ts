import { isQuickGuest, type UserId } from '../../protocol/ids.ts'
import { listQuickGuests } from '../domain/guests/list-quick.ts'
import { leaveAsQuickGuest } from '../domain/members/leave-as-quick-guest.ts'
import type { Store } from '../domain/ports.ts'
import type { Hub } from '../hub/hub.ts'

/** The pause before the next attempt when the database or the bus is unavailable. */
const RETRY_MS = 1000
/** A guest is a member before the connection is live: longer than that takes, in ms. */
const JOINING_MS = 2000

/** Removes quick guests from their room when their connection has closed. */
export function watchQuickGuests(store: Store, hub: Hub, onError: (error: unknown) => void) {
  const leaving = new Set<Promise<void>>()
  let isStopped = false

  function leave(user: UserId): void {
    const left = leaveAsQuickGuest(store, user).catch((error) => {
      onError(error)
      if (!isStopped) setTimeout(() => leave(user), RETRY_MS)
    })
    leaving.add(left)
    void left.finally(() => leaving.delete(left))
  }

  hub.onDisconnected((user) => {
    if (isQuickGuest(user)) leave(user)
  })

  async function disconnected(users: readonly UserId[]): Promise<readonly UserId[]> {
    const found: UserId[] = []
    for (const user of users) if (!(await hub.isConnectedAnywhere(user))) found.push(user)
    return found
  }

  /** A node that was killed did not remove its quick guests, and quick guests cannot connect again. */
  async function removeDisconnected(): Promise<void> {
    try {
      const missing = await disconnected(await listQuickGuests(store))
      if (missing.length > 0) await Bun.sleep(JOINING_MS)
      if (!isStopped) for (const user of await disconnected(missing)) leave(user)
    } catch (error) {
      onError(error)
      if (!isStopped) setTimeout(removeDisconnected, RETRY_MS)
    }
  }
  void removeDisconnected()

  /** Call it when the last connection has closed. */
  async function stop(): Promise<void> {
    isStopped = true
    await Promise.all(leaving)
  }
  return { stop }
}
