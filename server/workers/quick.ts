import { isQuickGuest, type UserId } from '../../protocol/ids.ts'
import { listQuickGuests } from '../domain/guests/list-quick.ts'
import { leaveAsQuickGuest } from '../domain/members/leave-as-quick-guest.ts'
import type { Store } from '../domain/ports.ts'
import type { Hub } from '../hub/hub.ts'

/** How long a database that is away is left alone. */
const AGAIN_MS = 1000

/** Whose connection to a quick room has closed leaves it, and the others hear it. */
export function watchQuickGuests(store: Store, hub: Hub, onError: (error: unknown) => void) {
  const leaving = new Set<Promise<void>>()
  let isStopped = false

  function leave(user: UserId): void {
    const left = leaveAsQuickGuest(store, user).catch((error) => {
      onError(error)
      if (!isStopped) setTimeout(() => leave(user), AGAIN_MS)
    })
    leaving.add(left)
    void left.finally(() => leaving.delete(left))
  }

  hub.onDisconnected((user) => {
    if (isQuickGuest(user)) leave(user)
  })

  /** A server that was killed left them where they were; nobody but their connection could bring them back. */
  async function clear(): Promise<void> {
    for (const user of await listQuickGuests(store))
      if (!(await hub.isConnectedAnywhere(user))) leave(user)
  }
  clear().catch(onError)

  /** Once the last connection has closed. */
  async function stop(): Promise<void> {
    isStopped = true
    await Promise.all(leaving)
  }
  return { stop }
}
