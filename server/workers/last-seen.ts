import type { UserId } from '../../protocol/ids.ts'
import type { Store } from '../domain/ports.ts'
import { recordLastSeen } from '../domain/presence/record-last-seen.ts'
import type { NodePresence } from '../hub/node-presence.ts'

const MINUTE_MS = 60_000
/** After a crash, nobody was last seen longer ago than this before it. */
const KEPT_MIN = 15
/** The end does not wait longer for what is nice to know. */
const STOP_MS = 2000
/** Users in one transaction. */
const MOST = 100

/** Writes down from time to time, and at the end, that those who are here were there. */
export function persistLastSeen(
  store: Store,
  nodePresence: NodePresence,
  onError: (e: unknown) => void,
) {
  const { here } = nodePresence
  let turn = here.values()
  const timer = setInterval(() => write(some(), Infinity).catch(onError), MINUTE_MS)

  /** A part of them, each minute another. */
  function some(): UserId[] {
    const users: UserId[] = []
    while (users.length < here.size / KEPT_MIN) {
      const { value } = turn.next()
      if (value === undefined) turn = here.values()
      else users.push(value)
    }
    return users
  }

  async function write(users: readonly UserId[], until: number): Promise<void> {
    for (let i = 0; i < users.length && performance.now() < until; i += MOST)
      await recordLastSeen(store, new Map(users.slice(i, i + MOST).map((user) => [user, 0])))
  }

  async function stop(): Promise<void> {
    clearInterval(timer)
    const alone = [...here].filter((user) => !nodePresence.isElsewhere(user))
    await write(alone, performance.now() + STOP_MS).catch(onError)
  }

  return { stop }
}
