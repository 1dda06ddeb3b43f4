import type { EphemeralEvent } from '../../protocol/events.ts'
import type { UserId } from '../../protocol/ids.ts'
import type { Store } from '../domain/ports.ts'
import { recordLastSeen } from '../domain/presence/record-last-seen.ts'
import { PresenceView, viewPresence } from '../domain/presence/view.ts'
import type { Bus } from '../hub/bus.ts'
import type { Hub } from '../hub/hub.ts'
import { NodePresence, type PresenceChange } from '../hub/node-presence.ts'
import { coalescer } from './coalescer.ts'
import { persistLastSeen } from './last-seen.ts'

/** A page that is reloaded connects again within this time, and its user stays online. */
const GRACE_MS = 5000
const SWEEP_MS = 1000
/** Events that are sent in one turn of the event loop: in busy rooms they take some milliseconds. */
const EVENTS_PER_TURN = 50

/**
 * Publishes to a user's rooms when the user goes online or offline, on any node, or when the user's presence
 * setting changes; and stores when users were last seen. The node of the change reads the view of the user
 * (the presence as others see it, and the rooms that receive it) and broadcasts it. Each node publishes to
 * its own subscribers. `now`: the clock of all nodes, in ms of the epoch.
 */
export async function watchPresence(
  store: Store,
  hub: Hub,
  bus: Bus,
  now: () => number,
  onError: (error: unknown) => void,
) {
  const nodePresence = new NodePresence(bus, onRemoteChange, onRemoteView)
  /** Users whose last connection to this node has closed, and the end of their grace period, by `performance.now()`. */
  const leaving = new Map<UserId, number>()
  /** Users who connected to this node or disconnected from it, or (`true`) whose setting changed. */
  const localChanges = coalescer<UserId, boolean>(publishLocal, (a, b) => a || b, onError)
  /** Users who went online or offline on another node, whose view this node must read itself. */
  const unviewed = coalescer<UserId, PresenceChange>(publishUnviewed, (_, after) => after, onError)
  /** Users whose settings were published within this second, and those that wait for the next second. */
  const published = new Set<UserId>()
  const postponed = new Set<UserId>()
  let sentInTurn = 0

  hub.onConnected((user) => {
    if (!leaving.delete(user)) localChanges.add(user, false)
  })
  // @planted offline
  hub.onDisconnected((user) => leaving.set(user, performance.now() + GRACE_MS))
  const sweeper = setInterval(sweep, SWEEP_MS)
  const lastSeen = persistLastSeen(store, nodePresence, onError)
  await nodePresence.start()

  /** Compares the current state with the published one, so changes that cancel out are not published. */
  async function publishLocal(batch: ReadonlyMap<UserId, boolean>): Promise<void> {
    const changes = [...batch].map(([user, isSettingChanged]): LocalChange => {
      const isHere = hub.isConnectedHere(user) || leaving.has(user)
      const isElsewhere = nodePresence.isElsewhere(user)
      const isOnline = isHere || isElsewhere
      const isHereChanged = isHere !== nodePresence.here.has(user)
      const isOnlineChanged = isHereChanged && !isElsewhere
      return { user, isSettingChanged, isHere, isOnline, isHereChanged, isOnlineChanged }
    })
    const offline = changes.filter((change) => change.isOnlineChanged && !change.isHere)
    if (offline.length > 0)
      await recordLastSeen(store, new Map(offline.map(({ user }) => [user, 0])))
    const views = await readViews(
      changes.filter((change) => change.isOnlineChanged || change.isSettingChanged),
    )
    for (const change of changes) {
      applyLocal(change, views.get(change.user))
      await yieldIfBusy()
    }
  }

  /** Other nodes may have sent changes while the views were read, so the state is compared again. */
  function applyLocal(change: LocalChange, view: PresenceView | undefined): void {
    const { user, isSettingChanged, isHere, isHereChanged, isOnlineChanged } = change
    const wasOnline = nodePresence.isOnline(user)
    // Null: the view was read, and nobody may see the change. Undefined: it was not read.
    if (isHereChanged) nodePresence.set(user, isHere, isOnlineChanged ? (view ?? null) : undefined)
    const isOnline = nodePresence.isOnline(user)
    if (wasOnline !== isOnline && !isOnlineChanged)
      unviewed.add(user, { user, isOnline, at: performance.now() })
    else if (wasOnline !== isOnline) publish(view)
    else if (isSettingChanged && isOnline !== change.isOnline) localChanges.add(user, true)
    else if (isSettingChanged && view !== undefined) {
      nodePresence.broadcastView(view)
      publish(view)
    }
  }

  function onRemoteChange(change: PresenceChange): void {
    const { user, view } = change
    if (view === undefined) unviewed.add(user, change)
    // If the change before this one has not been published yet, the two cancel out.
    else if (!unviewed.drop(user) && view !== null) publish(PresenceView.parse(view))
  }

  function onRemoteView(message: unknown): void {
    const view = PresenceView.parse(message)
    unviewed.drop(view.user.id)
    publish(view)
  }

  /** No node sent a view: the user's node has died, or two nodes each expected the other to send it. */
  async function publishUnviewed(batch: ReadonlyMap<UserId, PresenceChange>): Promise<void> {
    const offline = [...batch.values()].filter(({ isOnline }) => !isOnline)
    if (nodePresence.isFirst && offline.length > 0)
      await recordLastSeen(
        store,
        new Map(offline.map(({ user, at }) => [user, performance.now() - at])),
      )
    const changes = [...batch.values()].map((change) => ({ ...change, isOnlineChanged: true }))
    const views = await readViews(changes)
    for (const [user, { isOnline }] of batch) {
      if (nodePresence.isOnline(user) === isOnline) publish(views.get(user))
      await yieldIfBusy()
    }
  }

  async function readViews(
    users: readonly ViewRequest[],
  ): Promise<ReadonlyMap<UserId, PresenceView>> {
    if (users.length === 0) return new Map()
    return store.read(async (reader) => {
      const views = new Map<UserId, PresenceView>()
      for (const { user, isOnline, isOnlineChanged, at } of users) {
        const ageMs = at === undefined ? undefined : performance.now() - at
        const view = await viewPresence(reader, user, isOnline, isOnlineChanged, ageMs)
        if (view !== undefined) views.set(user, view)
      }
      return views
    })
  }

  /** To the subscribers of this node. */
  function publish(view: PresenceView | undefined): void {
    if (view === undefined) return
    const { rooms, blockers, ...presence } = view
    const at = new Date(now()).toISOString()
    for (const log of rooms) {
      if (hub.subscriberCount(log) === 0) continue
      const event: EphemeralEvent = { type: 'presence.changed', log, at, ...presence }
      hub.sendEphemeral(log, JSON.stringify(event), { except: blockers })
      sentInTurn++
    }
  }

  /** When many users go online or offline at once, messages do not wait until all of that is published. */
  async function yieldIfBusy(): Promise<void> {
    if (sentInTurn < EVENTS_PER_TURN) return
    sentInTurn = 0
    await new Promise<void>((resolve) => setImmediate(resolve))
  }

  /** The user's setting changed. It is published once a second at most, as it can be sent to many rooms. */
  function changed(user: UserId): void {
    if (published.has(user)) postponed.add(user)
    else {
      published.add(user)
      localChanges.add(user, true)
    }
  }

  function sweep(): void {
    const now = performance.now()
    for (const [user, until] of leaving) {
      if (until > now) break // The map is in the order of these times.
      leaving.delete(user)
      localChanges.add(user, false)
    }
    published.clear()
    for (const user of postponed) changed(user)
    postponed.clear()
  }

  return {
    isOnline: (user: UserId): boolean => hub.isConnectedHere(user) || nodePresence.isOnline(user),
    isElsewhere: (user: UserId): boolean => nodePresence.isElsewhere(user),
    changed,

    /** Publishes no changes: most users connect again within seconds, to this node or another one. */
    async stop(): Promise<void> {
      clearInterval(sweeper)
      nodePresence.stop()
      await Promise.all([localChanges.stop(), unviewed.stop()])
      await lastSeen.stop(leaving.keys())
    },
  }
}

/** What is needed to read a user's view. `at`: when the user was last seen, by `performance.now()`. */
type ViewRequest = {
  readonly user: UserId
  readonly isOnline: boolean
  readonly isOnlineChanged: boolean
  readonly at?: number
}

type LocalChange = ViewRequest & {
  readonly isSettingChanged: boolean
  readonly isHere: boolean
  readonly isHereChanged: boolean
}
