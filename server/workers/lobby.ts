import type { RoomId, UserId } from '../../protocol/ids.ts'
import { leaveAsGuest } from '../domain/members/leave-as-guest.ts'
import type { Store } from '../domain/ports.ts'
import type { Hub } from '../hub/hub.ts'

/** A page that is reloaded, or a server that restarts, is back before this. */
const GRACE_MS = 5000

/** A guest whose last tab has closed leaves the lobby, and the others hear it. */
export function watchLobby(store: Store, hub: Hub, lobby: RoomId, onError: (e: unknown) => void) {
  const waiting = new Map<UserId, Timer>()

  function later(user: UserId): void {
    clearTimeout(waiting.get(user))
    waiting.set(
      user,
      setTimeout(() => {
        waiting.delete(user)
        leaveIfGone(user).catch(onError)
      }, GRACE_MS),
    )
  }

  async function leaveIfGone(user: UserId): Promise<void> {
    if (!(await hub.isConnectedAnywhere(user))) await leaveAsGuest(store, lobby, user)
  }

  hub.onDisconnected(later)
  // Who was there when the last process ended may not come back.
  store
    .read((reader) => reader.members.ofKind(lobby, 'guest'))
    .then((guests) => {
      for (const guest of guests) later(guest)
    })
    .catch(onError)

  function stop(): void {
    for (const timer of waiting.values()) clearTimeout(timer)
  }
  return { stop }
}
