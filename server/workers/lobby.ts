import type { RoomId, UserId } from '../../protocol/ids.ts'
import { leaveAsGuest } from '../domain/members/leave-as-guest.ts'
import type { Store } from '../domain/ports.ts'
import type { Hub } from '../hub/hub.ts'

/** A page that is reloaded, and a page of a server that restarts, connects again within this time. */
const GRACE_MS = 5000

/** Removes guests from the lobby when their last connection has closed. */
export function watchLobby(store: Store, hub: Hub, lobby: RoomId, onError: (e: unknown) => void) {
  const timers = new Map<UserId, Timer>()

  function leaveLater(user: UserId): void {
    clearTimeout(timers.get(user))
    timers.set(
      user,
      setTimeout(() => {
        timers.delete(user)
        leaveIfDisconnected(user).catch(onError)
      }, GRACE_MS),
    )
  }

  async function leaveIfDisconnected(user: UserId): Promise<void> {
    if (!(await hub.isConnectedAnywhere(user))) await leaveAsGuest(store, lobby, user)
  }

  hub.onDisconnected(leaveLater)
  // Guests who were in the lobby when the last process ended may not connect again.
  store
    .read((reader) => reader.members.ofKind(lobby, 'guest'))
    .then((guests) => {
      for (const guest of guests) leaveLater(guest)
    })
    .catch(onError)

  function stop(): void {
    for (const timer of timers.values()) clearTimeout(timer)
  }
  return { stop }
}
