import type { Audience } from '../../protocol/audience.ts'
import {
  isMemberships,
  type Log,
  logOf,
  membershipsOf,
  type UserId,
  userOf,
} from '../../protocol/ids.ts'
import type { CommittedEvent } from '../../protocol/memberships.ts'
import { BehindSubscribers } from './behind-subscribers.ts'
import type { Bus } from './bus.ts'
import { ConnectedUsers } from './connected-users.ts'
import { type EncodedEvent, encode } from './encoded-event.ts'
import { LogOrder, type LogSource } from './log-order.ts'
import { publishTo, sendEphemeralTo } from './publish.ts'
import { RecentEvents } from './recent-events.ts'
import type { CursorTime, ResumePoint, Snapshot } from './resume-point.ts'
import { RoomJoins } from './room-joins.ts'
import { SnapshotTails } from './snapshot-tail.ts'
import { endAfter, type Fanout, type Subscriber, sendAllTo } from './subscriber.ts'

/** The logs of a subscriber that is catching up: the node must follow them until it is live. */
export type CatchUp = Set<Log>

/** In every fifth sweep, so every five seconds, the last seqs are compared with the log's. */
const CHECK_EVERY = 5

/** Delivers events to the subscribers of this node: each log in order, within the user's memberships. */
export class Hub {
  readonly #bus: Bus
  readonly #fanouts: Fanout[] = []
  readonly #order: LogOrder
  readonly #recent = new RecentEvents()
  readonly #tails: SnapshotTails
  readonly #roomJoins: RoomJoins
  readonly #users = new ConnectedUsers()
  readonly #behind: BehindSubscribers
  readonly #commitWindowMs: number
  readonly #catchUps = new Set<CatchUp>()
  readonly #onPublished: ((event: EncodedEvent) => void)[] = []
  readonly #onRemoteEphemeral: ((log: Log, payload: string) => void)[] = []
  readonly #sweeper: Timer
  /** The last published event; before the first one, the first snapshot. */
  #last: CursorTime | undefined
  #sweeps = 0
  /** How many events this node has published; each counts once, whatever the number of its subscribers. */
  publishedCount = 0

  constructor(bus: Bus, source: LogSource, onError: (error: unknown) => void) {
    this.#bus = bus
    this.#commitWindowMs = source.commitWindowMs
    this.#order = new LogOrder(bus, source, {
      publish: (event) => this.#publishInOrder(event),
      idle: () => this.#roomJoins.idle(),
      onError,
    })
    const order = this.#order
    this.#behind = new BehindSubscribers(order)
    this.#tails = new SnapshotTails(order, this.#recent)
    const canJoin = (subscriber: Subscriber) =>
      !subscriber.isClosed && !this.#behind.has(subscriber)
    this.#roomJoins = new RoomJoins(order, this.#recent, source, canJoin, onError)
    this.#sweeper = setInterval(() => this.#sweep(), 1000)
    bus.start({
      receive: (event) => order.receive(event),
      receiveEphemeral: (log, payload) => {
        for (const listener of this.#onRemoteEphemeral) listener(log, payload)
      },
      suspectLoss: () => order.checkAll(),
    })
  }

  get isAlone(): boolean {
    return this.#bus.isAlone
  }

  get busState(): 'none' | 'ok' | 'down' {
    return this.#bus.isAlone ? 'none' : this.#bus.isDown ? 'down' : 'ok'
  }

  addFanout(fanout: Fanout): void {
    this.#fanouts.push(fanout)
  }

  /** `listener` is called when a user's first connection to this node goes live. */
  onConnected(listener: (user: UserId) => void): void {
    this.#users.onConnected(listener)
  }

  /** `listener` is called when a user's last connection to this node has closed. */
  onDisconnected(listener: (user: UserId) => void): void {
    this.#users.onDisconnected(listener)
  }

  /** `listener` is called after an event has been published on this node. */
  onPublished(listener: (event: EncodedEvent) => void): void {
    this.#onPublished.push(listener)
  }

  /** `listener` is called with the ephemeral events of other nodes. */
  onRemoteEphemeral(listener: (log: Log, payload: string) => void): void {
    this.#onRemoteEphemeral.push(listener)
  }

  /** Sends an ephemeral event to the log's subscribers on this node, in no order with events. */
  sendEphemeral(log: Log, payload: string, audience: Audience = {}): void {
    sendEphemeralTo(this.#fanouts, { log, payload, audience }, (user) =>
      this.#users.subscribersOf(user),
    )
  }

  /** Sends an ephemeral event to the log's subscribers on every node; to the other nodes as `message`. */
  broadcastEphemeral(log: Log, payload: string, audience: Audience, message = payload): void {
    this.sendEphemeral(log, payload, audience)
    this.#bus.publishEphemeral(log, message)
  }

  /** Whether this user has a live connection to this node. */
  isConnectedHere(user: UserId): boolean {
    return this.#users.has(user)
  }

  /** Whether this user has a connection to any node. */
  async isConnectedAnywhere(user: UserId): Promise<boolean> {
    return this.#users.has(user) || this.#bus.isFollowedElsewhere(logOf(user))
  }

  /** Publishes the events of a commit of this node, in any order. */
  publish(events: readonly CommittedEvent[]): void {
    const encoded = events.map(encode)
    if (!this.isAlone)
      for (const [log, ofLog] of Map.groupBy(encoded, ({ log }) => log))
        this.#bus.publish(log, ofLog)
    for (const event of encoded) this.#order.receive(event)
  }

  /** Call `endCatchUp` in any case when the subscriber is live or has failed. */
  beginCatchUp(): CatchUp {
    const catchUp: CatchUp = new Set()
    this.#catchUps.add(catchUp)
    return catchUp
  }

  endCatchUp(catchUp: CatchUp): void {
    this.#catchUps.delete(catchUp)
  }

  /**
   * Makes this node receive what any node commits to these logs. Returns whether it did already: if not,
   * an event may have been committed since the logs were read.
   */
  async follow(catchUp: CatchUp, logs: Iterable<Log>): Promise<boolean> {
    if (this.isAlone) return true
    const unfollowed: Log[] = []
    for (const log of logs) {
      catchUp.add(log)
      if (!this.#order.isFollowed(log)) unfollowed.push(log)
    }
    if (unfollowed.length === 0) return true
    await this.#order.follow(unfollowed)
    return false
  }

  /** Publishes what the logs hold up to these positions to the live subscribers. */
  async advanceTo(positions: ReadonlyMap<Log, number>): Promise<void> {
    await this.#order.drained()
    for (const [log, position] of positions) {
      const head = this.#order.head(log)
      if (head === undefined || head >= position) continue
      if (this.#isSubscribed(log)) await this.#order.fillGap(log, head + 1, position)
      else {
        this.#recent.forget(log)
        this.#order.skipTo(log, position)
      }
    }
  }

  /** Note it before a snapshot is read, for `goLive`: so it notices whether events were evicted since. */
  get evictions(): number {
    return this.#recent.evictions
  }

  /**
   * Ends a catch-up, in one turn of the event loop: sends the events since the snapshot, subscribes to the
   * logs, and returns the events. If these events are no longer in memory, or too many to send at once,
   * it sends nothing and returns undefined.
   */
  goLive(
    subscriber: Subscriber,
    catchUp: CatchUp,
    { at, cursor, positions, recent }: Snapshot,
    evictions: number,
  ): readonly EncodedEvent[] | undefined {
    const { user } = subscriber
    const tail = this.#tails.read(user, positions, evictions)
    if (tail === undefined) return undefined
    const { events, logs, awaited } = tail
    this.#catchUps.delete(catchUp)
    sendAllTo(subscriber, events)
    // `user.deleted` or `session.ended` among the events has ended it: an ended subscriber would never be detached.
    if (subscriber.isClosed) return events
    for (const log of [membershipsOf(user), ...logs])
      this.#order.startAt(log, positions.get(log) ?? 0)
    for (const log of logs) subscriber.subscribe(log)
    for (const membership of awaited)
      this.#roomJoins.await({ membership, subscribers: [subscriber] })
    this.#last ??= { at, cursor }
    for (const [log, seq] of recent)
      if (!positions.has(log)) this.#behind.addLeftLog({ user, log, seq, at })
    this.#behind.delete(subscriber)
    this.#users.add(subscriber)
    return events
  }

  /** Unsubscribes a live subscriber whose send buffer is full. Returns where its replay begins. */
  fallBehind(subscriber: Subscriber): ResumePoint {
    return { cursor: this.#last?.cursor, received: this.#behind.add(subscriber) }
  }

  isBehind(subscriber: Subscriber): boolean {
    return this.#behind.has(subscriber)
  }

  /** Whether there are events that a subscriber with a full send buffer has not been sent. */
  hasUnsent(subscriber: Subscriber): boolean {
    return this.#behind.hasUnsent(subscriber)
  }

  detach(subscriber: Subscriber): void {
    this.#behind.delete(subscriber)
    this.#users.remove(subscriber)
  }

  /** Detaches a closed subscriber later, as its user is about to connect again. */
  expectReconnect(subscriber: Subscriber): void {
    this.#users.expectReconnect(subscriber)
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper)
    await this.#bus.close()
  }

  #publishInOrder(event: EncodedEvent): void {
    const { membershipBegan } = event
    this.#last = event
    this.#recent.add(event, performance.now())
    if (membershipBegan !== undefined) {
      const subscribers = [...this.#users.subscribersOf(membershipBegan.user)]
      return this.#roomJoins.begin(membershipBegan, subscribers)
    }
    this.publishedCount++
    // A joining user receives the room's events from `member.joined` on, a leaving one up to `member.left`.
    this.#roomJoins.advanceTo(event)
    // @planted publish
    publishTo(this.#fanouts, event, (user) => this.#users.subscribersOf(user))
    if (event.membershipChange?.joins === false) this.#leave(event.membershipChange.user, event)
    // @planted session-end
    const endedUser = event.deletedUser ?? event.ended?.user ?? event.bannedUser
    if (endedUser !== undefined)
      for (const subscriber of this.#users.subscribersOf(endedUser)) endAfter(subscriber, event)
    for (const listener of this.#onPublished) listener(event)
  }

  #leave(user: UserId, { log, seq, at }: EncodedEvent): void {
    if (!this.#users.has(user)) return
    this.#behind.addLeftLog({ user, log, seq, at })
    for (const subscriber of this.#users.subscribersOf(user))
      if (!this.#behind.has(subscriber)) subscriber.unsubscribe(log)
  }

  /** How many connections of this node are subscribed to the log. */
  subscriberCount(log: Log): number {
    return this.#fanouts.reduce((sum, fanout) => sum + fanout.subscriberCount(log), 0)
  }

  #sweep(): void {
    const now = performance.now()
    this.#recent.sweep(now)
    for (const subscriber of this.#users.takeExpired(now)) this.detach(subscriber)
    // A replay begins one commit window before its cursor.
    this.#behind.sweep((this.#last?.at ?? 0) - this.#commitWindowMs)
    this.#order.sweep((log) => this.#isNeeded(log))
    if (++this.#sweeps % CHECK_EVERY === 0 || this.#bus.isDown) this.#order.checkAll()
  }

  /** Whether the log has a subscriber on this node, or is about to have one. */
  #isSubscribed(log: Log): boolean {
    if (this.subscriberCount(log) > 0 || this.#roomJoins.isAwaited(log)) return true
    return isMemberships(log) && this.#users.has(userOf(log))
  }

  #isNeeded(log: Log): boolean {
    if (this.#recent.has(log) || this.#isSubscribed(log)) return true
    for (const catchUp of this.#catchUps) if (catchUp.has(log)) return true
    return false
  }
}
