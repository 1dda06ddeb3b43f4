import type { EphemeralEvent } from '../../protocol/events.ts'
import type { UserId } from '../../protocol/ids.ts'
import type { Store } from '../domain/ports.ts'
import { recordLastSeen } from '../domain/presence/record-last-seen.ts'
import { PresenceView, viewPresence } from '../domain/presence/view.ts'
import type { Bus } from '../hub/bus.ts'
import type { Hub } from '../hub/hub.ts'
import { NodePresence, type PresenceChange } from '../hub/node-presence.ts'
import { coalesce } from './coalesce.ts'
import { persistLastSeen } from './last-seen.ts'

/** A page that is reloaded is back before this, and was never away. */
const GRACE_MS = 5000
const SWEEP_MS = 1000
/** Signals that are told in one turn of the event loop: some milliseconds in busy rooms. */
const AT_ONCE = 50

/**
 * Who is there, on any node: told to their rooms when they come, go, or want to be seen otherwise, and
 * written down when they were last there. The node where it happens reads how somebody looks and who
 * is to be told, and says so to the others; each tells its own listeners what is new as it sees it.
 * `now`: in ms of the epoch, by the clock that all nodes agree on.
 */
export async function watchPresence(
  store: Store,
  hub: Hub,
  bus: Bus,
  now: () => number,
  onError: (error: unknown) => void,
) {
  const nodePresence = new NodePresence(bus, turned, noted)
  /** Whose last connection here has closed, and until when they may be back, by `performance.now()`. */
  const leaving = new Map<UserId, number>()
  /** Who came or went here, or (`true`) wants to be seen otherwise. */
  const own = coalesce<UserId, boolean>(settle, (before, after) => before || after, onError)
  /** Who came or went elsewhere without a word of how they look. */
  const found = coalesce<UserId, PresenceChange>(discover, (_, after) => after, onError)
  /** Whose changes were told within this second, and those that wait for the next. */
  const lately = new Set<UserId>()
  const later = new Set<UserId>()
  let passed = 0

  hub.onConnected((user) => {
    if (!leaving.delete(user)) own.add(user, false)
  })
  // @planted offline
  hub.onDisconnected((user) => leaving.set(user, performance.now() + GRACE_MS))
  const sweeper = setInterval(sweep, SWEEP_MS)
  const keeper = persistLastSeen(store, nodePresence, onError)
  await nodePresence.start()

  /** What is now, against what was told before: whatever came between is of no account. */
  async function settle(batch: ReadonlyMap<UserId, boolean>): Promise<void> {
    const plans = [...batch].map(([user, isChanged]) => {
      const isHere = hub.isConnectedHere(user) || leaving.has(user)
      const isElsewhere = nodePresence.isElsewhere(user)
      const turnsHere = isHere !== nodePresence.here.has(user)
      const turns = turnsHere && !isElsewhere
      return { user, isChanged, isHere, isThere: isHere || isElsewhere, turnsHere, turns }
    })
    const gone = plans.filter(({ turns, isHere }) => turns && !isHere)
    if (gone.length > 0) await recordLastSeen(store, new Map(gone.map(({ user }) => [user, 0])))
    const looks = await looksOf(plans.filter(({ turns, isChanged }) => turns || isChanged))
    for (const plan of plans) {
      put(plan.user, plan, looks.get(plan.user))
      await breath()
    }
  }

  type Plan = Readonly<Record<'isChanged' | 'isHere' | 'isThere' | 'turnsHere' | 'turns', boolean>>

  /** Others may have spoken while it was looked up: what is told is what is new at this moment. */
  function put(user: UserId, plan: Plan, seen: PresenceView | undefined): void {
    const { isChanged, isHere, turnsHere, turns } = plan
    const before = nodePresence.has(user)
    // Null: it is known that there is nobody to tell.
    if (turnsHere) nodePresence.put(user, isHere, turns ? (seen ?? null) : undefined)
    const isThere = nodePresence.has(user)
    if (before !== isThere && !turns) found.add(user, { user, isThere, at: performance.now() })
    else if (before !== isThere) tell(seen)
    else if (isChanged && isThere !== plan.isThere) own.add(user, true)
    else if (isChanged && seen !== undefined) {
      nodePresence.broadcastNote(seen)
      tell(seen)
    }
  }

  /** On another node. */
  function turned(turn: PresenceChange): void {
    const { user, note } = turn
    if (note === undefined) found.add(user, turn)
    // The turn before it is yet to be told: the two take each other back.
    else if (!found.drop(user) && note !== null) tell(PresenceView.parse(note))
  }

  /** Somebody there wants to be seen otherwise. */
  function noted(note: unknown): void {
    const seen = PresenceView.parse(note)
    found.drop(seen.user.id)
    tell(seen)
  }

  /** Nobody says how they look: their node is gone, or two nodes each thought that the other would. */
  async function discover(batch: ReadonlyMap<UserId, PresenceChange>): Promise<void> {
    const gone = [...batch.values()].filter(({ isThere }) => !isThere)
    if (nodePresence.isFirst && gone.length > 0)
      await recordLastSeen(
        store,
        new Map(gone.map(({ user, at }) => [user, performance.now() - at])),
      )
    const looks = await looksOf([...batch.values()].map((turn) => ({ ...turn, turns: true })))
    for (const [user, { isThere }] of batch) {
      if (nodePresence.has(user) === isThere) tell(looks.get(user))
      await breath()
    }
  }

  type Asked = { user: UserId; isThere: boolean; turns: boolean; at?: number }

  async function looksOf(users: readonly Asked[]): Promise<ReadonlyMap<UserId, PresenceView>> {
    if (users.length === 0) return new Map()
    return store.read(async (reader) => {
      const looks = new Map<UserId, PresenceView>()
      for (const { user, isThere, turns, at } of users) {
        const wasThere = at === undefined ? undefined : performance.now() - at
        const seen = await viewPresence(reader, user, isThere, turns, wasThere)
        if (seen !== undefined) looks.set(user, seen)
      }
      return looks
    })
  }

  function tell(seen: PresenceView | undefined): void {
    if (seen === undefined) return
    const { rooms, ...presence } = seen
    const at = new Date(now()).toISOString()
    for (const log of rooms) {
      if (!hub.hasSubscribers(log)) continue
      const signal: EphemeralEvent = { type: 'presence.changed', log, at, ...presence }
      hub.sendEphemeral(log, JSON.stringify(signal))
      passed++
    }
  }

  /** When many come and go at once, what is said meanwhile does not wait for all of them to be told. */
  async function breath(): Promise<void> {
    if (passed < AT_ONCE) return
    passed = 0
    await new Promise<void>((resolve) => setImmediate(resolve))
  }

  /** However often they change their mind, many rooms are told once a second. */
  function changed(user: UserId): void {
    if (lately.has(user)) later.add(user)
    else {
      lately.add(user)
      own.add(user, true)
    }
  }

  function sweep(): void {
    const now = performance.now()
    for (const [user, until] of leaving) {
      if (until > now) break // they stand in the order in which they went
      leaving.delete(user)
      own.add(user, false)
    }
    lately.clear()
    for (const user of later) changed(user)
    later.clear()
  }

  return {
    isOnline: (user: UserId): boolean => hub.isConnectedHere(user) || nodePresence.has(user),
    isElsewhere: (user: UserId): boolean => nodePresence.isElsewhere(user),
    changed,

    /** Nobody is told: most are back within seconds, here or on another node. */
    async stop(): Promise<void> {
      clearInterval(sweeper)
      nodePresence.stop()
      await Promise.all([own.stop(), found.stop()])
      await keeper.stop()
    },
  }
}
