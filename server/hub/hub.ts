import { byTime } from '../../protocol/by-time.ts'
import {
  isMemberships,
  type Log,
  logOf,
  membershipsOf,
  type UserId,
  userOf,
} from '../../protocol/ids.ts'
import type { CommittedEvent, MembershipBegan } from '../../protocol/memberships.ts'
import type { Bus } from './bus.ts'
import { type EncodedEvent, encode, receivable } from './encoded-event.ts'
import { LogOrder, type LogSource } from './log-order.ts'
import { RecentEvents } from './recent-events.ts'
import type { CursorTime, ResumePoint, Snapshot } from './resume-point.ts'
import { RoomJoins } from './room-joins.ts'
import { type Fanout, type Subscriber, sendTo } from './subscriber.ts'

/** The logs that a listener which is still catching up is about to join. */
export type CatchUp = Set<Log>

/** How often the last seqs are compared with the log's, in sweeps of a second, and while in doubt. */
const CHECK_EVERY = 5
/** A user whose stream has ended by plan is back before this, in ms, or has gone. */
const RECONNECT_MS = 5000
/** What came while a listener was catching up is sent at once up to here, in characters. More is read from the log. */
const TAIL_CHARS = 256 * 1024

/** Who is listening on this node, and what each hears: every log in its order, from joining to leaving. */
export class Hub {
  readonly #bus: Bus
  readonly #fanouts: Fanout[] = []
  readonly #order: LogOrder
  readonly #recent = new RecentEvents()
  readonly #roomJoins: RoomJoins
  readonly #subscribers = new Map<UserId, Subscriber | Set<Subscriber>>()
  /** Live subscribers that were full, and the last seq that they have received of each log: the log tells the rest. */
  readonly #behind = new Map<Subscriber, ReadonlyMap<Log, number>>()
  /** Memberships that ended just now, and the last seq of each that its user has received. */
  #left: { readonly user: UserId; readonly log: Log; readonly seq: number; readonly at: number }[] =
    []
  readonly #commitWindowMs: number
  readonly #catchUps = new Set<CatchUp>()
  /** Closed by plan, and until when their users are expected back, by `performance.now()`. */
  readonly #expected = new Map<Subscriber, number>()
  readonly #connected: ((user: UserId) => void)[] = []
  readonly #disconnected: ((user: UserId) => void)[] = []
  readonly #afterPublish: ((event: EncodedEvent) => void)[] = []
  readonly #remoteEphemeral: ((log: Log, signal: string) => void)[] = []
  readonly #sweeper: Timer
  /** Of what went out last; before that, of the first snapshot. */
  #last: CursorTime | undefined
  #sweeps = 0
  #published = 0

  constructor(bus: Bus, truth: LogSource, onError: (error: unknown) => void) {
    this.#bus = bus
    this.#commitWindowMs = truth.commitWindowMs
    this.#order = new LogOrder(bus, truth, {
      publish: (event) => this.#publishInOrder(event),
      idle: () => this.#roomJoins.idle(),
      onError,
    })
    const order = this.#order
    const canJoin = (subscriber: Subscriber) =>
      !subscriber.isClosed && !this.#behind.has(subscriber)
    this.#roomJoins = new RoomJoins(order, this.#recent, truth, canJoin, onError)
    this.#sweeper = setInterval(() => this.#sweep(), 1000)
    bus.start({
      receive: (event) => order.receive(event),
      receiveEphemeral: (log, signal) => {
        for (const hear of this.#remoteEphemeral) hear(log, signal)
      },
      suspectLoss: () => order.checkAll(),
    })
  }

  /** Events that went out here, each once, however many received it. */
  get publishedCount(): number {
    return this.#published
  }

  /** No other node commits anything. */
  get isAlone(): boolean {
    return this.#bus.isAlone
  }

  get busState(): 'none' | 'ok' | 'down' {
    return this.#bus.isAlone ? 'none' : this.#bus.isDown ? 'down' : 'ok'
  }

  addFanout(fanout: Fanout): void {
    this.#fanouts.push(fanout)
  }

  /** Calls back when a user's first connection here is live. */
  onConnected(come: (user: UserId) => void): void {
    this.#connected.push(come)
  }

  /** Calls back when a user's last connection here has closed. */
  onDisconnected(gone: (user: UserId) => void): void {
    this.#disconnected.push(gone)
  }

  /** Calls back when an event has gone out here. */
  onPublished(delivered: (event: EncodedEvent) => void): void {
    this.#afterPublish.push(delivered)
  }

  /** Calls back with what passes on other nodes. */
  onRemoteEphemeral(passing: (log: Log, signal: string) => void): void {
    this.#remoteEphemeral.push(passing)
  }

  /** What passes: to whoever listens to the log here just now. In no order with events, and kept nowhere. */
  sendEphemeral(log: Log, signal: string): void {
    for (const fanout of this.#fanouts)
      if (fanout.subscriberCount(log) > 0) fanout.sendEphemeral(log, signal)
  }

  /** The same, on every node. */
  broadcastEphemeral(log: Log, signal: string): void {
    this.sendEphemeral(log, signal)
    this.#bus.publishEphemeral(log, signal)
  }

  /** Whether this user has a connection, here or on another node. */
  async isConnectedAnywhere(user: UserId): Promise<boolean> {
    return this.#subscribers.has(user) || this.#bus.isFollowedElsewhere(logOf(user))
  }

  /** What was committed here, in any order. Each log goes out in its own. */
  publish(events: readonly CommittedEvent[]): void {
    for (const event of events) {
      const encoded = encode(event)
      this.#bus.publish(encoded)
      this.#order.receive(encoded)
    }
  }

  beginCatchUp(): CatchUp {
    const opening = new Set<Log>()
    this.#catchUps.add(opening)
    return opening
  }

  endCatchUp(opening: CatchUp): void {
    this.#catchUps.delete(opening)
  }

  /**
   * Sees to it that what any node commits to these logs arrives here. Answers whether it did already:
   * if not, something may have been committed since they were looked at.
   */
  async follow(opening: CatchUp, logs: Iterable<Log>): Promise<boolean> {
    if (this.isAlone) return true
    const fresh: Log[] = []
    for (const log of logs) {
      opening.add(log)
      if (!this.#order.isFollowed(log)) fresh.push(log)
    }
    if (fresh.length === 0) return true
    await this.#order.follow(fresh)
    return false
  }

  /** Lets those who listen already hear what the log holds up to these positions. */
  async advanceTo(positions: ReadonlyMap<Log, number>): Promise<void> {
    await this.#order.drained()
    for (const [log, position] of positions) {
      const head = this.#order.head(log)
      if (head === undefined || head >= position) continue
      if (this.#isSubscribed(log)) await this.#order.fill(log, head + 1, position)
      else {
        this.#recent.forget(log)
        this.#order.skipTo(log, position)
      }
    }
  }

  /** Note it before a snapshot is read: `settle` then knows whether it still reaches that far back. */
  get evictions(): number {
    return this.#recent.evictions
  }

  /**
   * The end of catching up, in one turn of the event loop: sends what came since the snapshot, joins
   * the logs, and answers what it sent. Undefined, and nothing sent, where the memory no longer
   * reaches back to there, and where it is too much to be sent at once.
   */
  goLive(
    subscriber: Subscriber,
    opening: CatchUp,
    { at, cursor, positions, recent }: Snapshot,
    since: number,
  ): readonly EncodedEvent[] | undefined {
    const begun = this.#begunSince(subscriber.user, positions, since)
    if (begun === undefined) return undefined
    const unsorted: EncodedEvent[] = []
    const joins: Log[] = []
    for (const [log, position] of [...positions, ...begun.starts]) {
      if (log === membershipsOf(subscriber.user)) continue
      const isMember = positions.has(log)
      const tail = isMember ? this.#tail(log, position, since) : this.#recent.after(log, position)
      if (tail === undefined) return undefined
      const { received, hearing } = receivable(tail, subscriber.user, isMember)
      unsorted.push(...received)
      if (hearing) joins.push(log)
    }
    // In the order of time over all logs: the cursor of each covers everything before it.
    const tails = byTime(unsorted)
    if (tails.reduce((chars, { text }) => chars + text.length, 0) > TAIL_CHARS) return undefined
    for (const event of tails) sendTo(subscriber, event)
    for (const log of [membershipsOf(subscriber.user), ...joins])
      this.#order.startAt(log, positions.get(log) ?? 0)
    for (const log of joins) subscriber.subscribe(log)
    for (const begins of begun.awaited) this.#roomJoins.await({ begins, subscribers: [subscriber] })
    this.#catchUps.delete(opening)
    this.#last ??= { at, cursor }
    for (const [log, seq] of recent)
      if (!positions.has(log)) this.#left.push({ user: subscriber.user, log, seq, at })
    this.#behind.delete(subscriber)
    this.#attach(subscriber)
    return tails
  }

  /** A live subscriber is full: it leaves its logs. Answers from where the log has to tell it the rest. */
  fallBehind(subscriber: Subscriber): ResumePoint {
    const received = new Map<Log, number>()
    for (const log of subscriber.unsubscribeAll()) {
      const head = this.#order.head(log)
      if (head !== undefined) received.set(log, head)
    }
    this.#behind.set(subscriber, received)
    const left = this.#left.filter(({ user }) => user === subscriber.user)
    const known = new Map([...left.map(({ log, seq }) => [log, seq] as const), ...received])
    return { cursor: this.#last?.cursor, received: known }
  }

  isBehind(subscriber: Subscriber): boolean {
    return this.#behind.has(subscriber)
  }

  /** Whether a subscriber that is full is waited for: there are events that it has not been sent. */
  hasUnsent(subscriber: Subscriber): boolean {
    const received = this.#behind.get(subscriber)
    if (received === undefined) return true
    for (const [log, seq] of received) if ((this.#order.head(log) ?? seq) > seq) return true
    return false
  }

  detach(subscriber: Subscriber): void {
    this.#behind.delete(subscriber)
    const there = this.#subscribers.get(subscriber.user)
    if (there instanceof Set) {
      there.delete(subscriber)
      if (there.size > 0) return
    } else if (there !== subscriber) return
    this.#subscribers.delete(subscriber.user)
    for (const gone of this.#disconnected) gone(subscriber.user)
  }

  /** Detaches a closed subscriber a moment later: until then its user, who is about to come back, has not gone. */
  expectReconnect(subscriber: Subscriber): void {
    this.#expected.set(subscriber, performance.now() + RECONNECT_MS)
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper)
    await this.#bus.close()
  }

  /**
   * What this user came to be a member of since a snapshot: `starts`, where to begin with logs that it
   * has not, and those whose beginning has not gone out here. Undefined where it is not known whole.
   */
  #begunSince(user: UserId, positions: ReadonlyMap<Log, number>, since: number) {
    const memberships = membershipsOf(user)
    const told = this.#tail(memberships, positions.get(memberships) ?? 0, since)
    if (told === undefined) return undefined
    const starts = new Map<Log, number>()
    const awaited: MembershipBegan[] = []
    for (const { membershipBegan } of told) {
      if (membershipBegan === undefined) continue
      const { room, from } = membershipBegan
      const head = this.#order.isFollowed(room)
        ? (this.#order.head(room) ?? positions.get(room))
        : undefined
      if (head === undefined) return undefined
      if (from > head) awaited.push(membershipBegan)
      else if (!positions.has(room) && !starts.has(room)) starts.set(room, from - 1)
    }
    return { starts, awaited }
  }

  /** What went out of a log after a position. */
  #tail(log: Log, position: number, since: number): readonly EncodedEvent[] | undefined {
    const head = this.#order.head(log)
    if (head === undefined) return this.evictions === since ? [] : undefined
    // Those who listen already have not come so far: what they are yet to hear was replayed here.
    if (head < position) return undefined
    return head === position ? [] : this.#recent.after(log, position)
  }

  #attach(subscriber: Subscriber): void {
    const there = this.#subscribers.get(subscriber.user)
    if (there instanceof Set) there.add(subscriber)
    else if (there !== undefined)
      this.#subscribers.set(subscriber.user, new Set([there, subscriber]))
    else {
      this.#subscribers.set(subscriber.user, subscriber)
      for (const come of this.#connected) come(subscriber.user)
    }
  }

  /** Whether this user has a connection here that has caught up. */
  isConnectedHere(user: UserId): boolean {
    return this.#subscribers.has(user)
  }

  #publishInOrder(event: EncodedEvent): void {
    const { log, membershipChange } = event
    this.#last = event
    this.#recent.add(event, performance.now())
    if (event.membershipBegan !== undefined)
      return this.#roomJoins.begin(event.membershipBegan, [
        ...this.#subscribersOf(event.membershipBegan.user),
      ])
    this.#published++
    // Who joins hears it from the joining on; who leaves hears the leaving last.
    this.#roomJoins.advanceTo(event)
    // @planted publish
    for (const fanout of this.#fanouts) fanout.publish(event)
    if (membershipChange?.joins === false && this.#subscribers.has(membershipChange.user)) {
      this.#left.push({ user: membershipChange.user, log, seq: event.seq, at: event.at })
      for (const subscriber of this.#subscribersOf(membershipChange.user))
        if (!this.#behind.has(subscriber)) subscriber.unsubscribe(log)
    }
    if (event.deletedUser !== undefined)
      for (const subscriber of this.#subscribersOf(event.deletedUser))
        subscriber.end('user_deleted')
    for (const delivered of this.#afterPublish) delivered(event)
  }

  #subscribersOf(user: UserId): Iterable<Subscriber> {
    const there = this.#subscribers.get(user)
    return there === undefined ? [] : there instanceof Set ? there : [there]
  }

  /** Whether anybody listens to it here. */
  hasSubscribers(log: Log): boolean {
    return this.#fanouts.some((fanout) => fanout.subscriberCount(log) > 0)
  }

  /** How many connections of this node listen to it. */
  subscriberCount(log: Log): number {
    return this.#fanouts.reduce((sum, fanout) => sum + fanout.subscriberCount(log), 0)
  }

  #sweep(): void {
    const now = performance.now()
    this.#recent.sweep(now)
    for (const [subscriber, until] of this.#expected) {
      if (until > now) break // they stand in the order in which they ended
      this.#expected.delete(subscriber)
      this.detach(subscriber)
    }
    // A cursor looks back no further than that.
    const from = (this.#last?.at ?? 0) - this.#commitWindowMs
    this.#left = this.#left.filter(({ at }) => at >= from)
    this.#order.sweep((log) => this.#isNeeded(log))
    if (++this.#sweeps % CHECK_EVERY === 0 || this.#bus.isDown) this.#order.checkAll()
  }

  /** Whether it goes on here, for whoever listens, or is just about to. */
  #isSubscribed(log: Log): boolean {
    if (this.hasSubscribers(log) || this.#roomJoins.isAwaited(log)) return true
    return isMemberships(log) && this.#subscribers.has(userOf(log))
  }

  #isNeeded(log: Log): boolean {
    if (this.#recent.has(log) || this.#isSubscribed(log)) return true
    for (const opening of this.#catchUps) if (opening.has(log)) return true
    return false
  }
}
