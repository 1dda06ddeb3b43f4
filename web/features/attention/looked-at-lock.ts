import type { RoomId, UserId } from '@parlance/sdk'

const nameOf = (user: UserId, room: RoomId) => `parlance looking ${user} ${room}`

/** While a tab looks at a room it holds a lock, which ends with the tab. Returns the function that ends it. */
export function holdLookedAt(user: UserId, room: RoomId): () => void {
  const leaving = new AbortController()
  const { signal } = leaving
  const left = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  // Refused if the user leaves before the lock is held.
  navigator.locks
    ?.request(nameOf(user, room), { mode: 'shared', signal }, () => left)
    .catch(() => undefined)
  return () => leaving.abort()
}

/** Whether any tab of the user looks at the room. */
export async function isLookedAt(user: UserId, room: RoomId): Promise<boolean> {
  const { held = [] } = (await navigator.locks?.query()) ?? {}
  return held.some(({ name }) => name === nameOf(user, room))
}
