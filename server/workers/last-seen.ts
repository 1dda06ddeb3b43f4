import type { UserId } from '../../protocol/ids.ts'
import type { Store } from '../domain/ports.ts'
import { recordLastSeen } from '../domain/presence/record-last-seen.ts'
import type { NodePresence } from '../hub/node-presence.ts'

const MINUTE_MS = 60_000
/** Every user is written once in so many minutes: after a crash a stored `lastSeenAt` is no older than that. */
const CYCLE_MIN = 15
/** The longest time for which the stop of the server waits for the last writes. */
const STOP_MS = 2000
const USERS_PER_TRANSACTION = 100

/** Stores `lastSeenAt` of the users who are connected to this node, from time to time and at the stop. */
export function persistLastSeen(
  store: Store,
  nodePresence: NodePresence,
  onError: (e: unknown) => void,
) {
  const { here } = nodePresence
  let iterator = here.values()
  const timer = setInterval(() => write(nextUsers(), Infinity).catch(onError), MINUTE_MS)

  /** The users of this minute: one part of the cycle. */
  function nextUsers(): UserId[] {
    const users: UserId[] = []
    while (users.length < here.size / CYCLE_MIN) {
      const { value } = iterator.next()
      if (value === undefined) iterator = here.values()
      else users.push(value)
    }
    return users
  }

  async function write(users: readonly UserId[], until: number): Promise<void> {
    for (let i = 0; i < users.length && performance.now() < until; i += USERS_PER_TRANSACTION) {
      const batch = users.slice(i, i + USERS_PER_TRANSACTION)
      await recordLastSeen(store, new Map(batch.map((user) => [user, 0])))
    }
  }

  /** `leaving`: users whose connections have closed just now. Some were not yet published as online. */
  async function stop(leaving: Iterable<UserId>): Promise<void> {
    clearInterval(timer)
    const users = [...new Set([...here, ...leaving])]
    const onlyHere = users.filter((user) => !nodePresence.isElsewhere(user))
    await write(onlyHere, performance.now() + STOP_MS).catch(onError)
  }

  return { stop }
}
