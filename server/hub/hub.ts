import { byTime } from '../../protocol/by-time.ts'
import {
  isMemberships,
  type Log,
  logOf,
  membershipsOf,
  type UserId,
  userOf,
} from '../../protocol/ids.ts'
import type { Beginning, Recorded } from '../../protocol/memberships.ts'
import type { Bus } from './bus.ts'
import { audible, type Encoded, encode } from './encoded.ts'
import { Joinings } from './joinings.ts'
import type { Moment, Since, Snapshot } from './moment.ts'
import { Order, type Truth } from './order.ts'
import { Recent } from './recent.ts'
import { hand, type Outlet, type Wire } from './wire.ts'

/** The logs that a listener which is still catching up is about to join. */
export type Opening = Set<Log>

/** How often the last seqs are compared with the log's, in sweeps of a second, and while in doubt. */
const CHECK_EVERY = 5
/** A user whose stream has ended by plan is back before this, in ms, or has gone. */
const BACK_MS = 5000
/** What came while a listener was catching up is sent at once up to here, in characters. More is read from the log. */
const TAIL_CHARS = 256 * 1024

/** Who is listening on this node, and what each hears: every log in its order, from joining to leaving. */
export class Hub {
  readonly #bus: Bus
  readonly #outlets: Outlet[] = []
  readonly #order: Order
  readonly #recent = new Recent()
  readonly #joinings: Joinings
  readonly #wires = new Map<UserId, Wire | Set<Wire>>()
  /** Live wires that were full, and the last seq that they have heard of each log: the log tells the rest. */
  readonly #behind = new Map<Wire, ReadonlyMap<Log, number>>()
  /** Memberships that ended just now, and the last seq of each that its user has heard. */
  #left: { readonly user: UserId; readonly log: Log; readonly seq: number; readonly at: number }[] =
    []
  readonly #settleMs: number
  readonly #openings = new Set<Opening>()
  /** Closed by plan, and until when their users are expected back, by `performance.now()`. */
  readonly #expected = new Map<Wire, number>()
  readonly #come: ((user: UserId) => void)[] = []
  readonly #gone: ((user: UserId) => void)[] = []
  readonly #delivered: ((event: Encoded) => void)[] = []
  readonly #passing: ((log: Log, signal: string) => void)[] = []
  readonly #sweeper: Timer
  /** Of what went out last; before that, of the first snapshot. */
  #last: Moment | undefined
  #sweeps = 0
  #heard = 0

  constructor(bus: Bus, truth: Truth, onError: (error: unknown) => void) {
    this.#bus = bus
    this.#settleMs = truth.settleMs
    this.#order = new Order(bus, truth, {
      deliver: (event) => this.#deliver(event),
      told: () => this.#joinings.told(),
      onError,
    })
    const order = this.#order
    const canJoin = (wire: Wire) => !wire.closed && !this.#behind.has(wire)
    this.#joinings = new Joinings(order, this.#recent, truth, canJoin, onError)
    this.#sweeper = setInterval(() => this.#sweep(), 1000)
    bus.start({
      receive: (event) => order.receive(event),
      pass: (log, signal) => {
        for (const hear of this.#passing) hear(log, signal)
      },
      doubt: () => order.checkAll(),
    })
  }

  /** Events that went out here, each once, however many heard it. */
  get heard(): number {
    return this.#heard
  }

  /** No other node commits anything. */
  get isAlone(): boolean {
    return this.#bus.isAlone
  }

  get busState(): 'none' | 'ok' | 'down' {
    return this.#bus.isAlone ? 'none' : this.#bus.isDown ? 'down' : 'ok'
  }

  addOutlet(outlet: Outlet): void {
    this.#outlets.push(outlet)
  }

  /** Calls back when a user's first connection here is live. */
  onCome(come: (user: UserId) => void): void {
    this.#come.push(come)
  }

  /** Calls back when a user's last connection here has closed. */
  onGone(gone: (user: UserId) => void): void {
    this.#gone.push(gone)
  }

  /** Calls back when an event has gone out here. */
  onDelivered(delivered: (event: Encoded) => void): void {
    this.#delivered.push(delivered)
  }

  /** Calls back with what passes on other nodes. */
  onPassing(passing: (log: Log, signal: string) => void): void {
    this.#passing.push(passing)
  }

  /** What passes: to whoever listens to the log here just now. In no order with events, and kept nowhere. */
  pass(log: Log, signal: string): void {
    for (const outlet of this.#outlets) if (outlet.listeners(log) > 0) outlet.pass(log, signal)
  }

  /** The same, on every node. */
  passOn(log: Log, signal: string): void {
    this.pass(log, signal)
    this.#bus.pass(log, signal)
  }

  /** Whether this user has a connection, here or on another node. */
  async isListening(user: UserId): Promise<boolean> {
    return this.#wires.has(user) || this.#bus.isFollowedElsewhere(logOf(user))
  }

  /** What was committed here, in any order. Each log goes out in its own. */
  receive(events: readonly Recorded[]): void {
    for (const event of events) {
      const encoded = encode(event)
      this.#bus.publish(encoded)
      this.#order.receive(encoded)
    }
  }

  open(): Opening {
    const opening = new Set<Log>()
    this.#openings.add(opening)
    return opening
  }

  abandon(opening: Opening): void {
    this.#openings.delete(opening)
  }

  /**
   * Sees to it that what any node commits to these logs arrives here. Answers whether it did already:
   * if not, something may have been committed since they were looked at.
   */
  async follow(opening: Opening, logs: Iterable<Log>): Promise<boolean> {
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
  async reach(positions: ReadonlyMap<Log, number>): Promise<void> {
    await this.#order.passed()
    for (const [log, position] of positions) {
      const head = this.#order.head(log)
      if (head === undefined || head >= position) continue
      if (this.#isHeard(log)) await this.#order.fill(log, head + 1, position)
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
  settle(
    wire: Wire,
    opening: Opening,
    { at, cursor, positions, recent }: Snapshot,
    since: number,
  ): readonly Encoded[] | undefined {
    const begun = this.#begunSince(wire.user, positions, since)
    if (begun === undefined) return undefined
    const unsorted: Encoded[] = []
    const joins: Log[] = []
    for (const [log, position] of [...positions, ...begun.starts]) {
      if (log === membershipsOf(wire.user)) continue
      const isMember = positions.has(log)
      const tail = isMember ? this.#tail(log, position, since) : this.#recent.after(log, position)
      if (tail === undefined) return undefined
      const { heard, hearing } = audible(tail, wire.user, isMember)
      unsorted.push(...heard)
      if (hearing) joins.push(log)
    }
    // In the order of time over all logs: the cursor of each covers everything before it.
    const tails = byTime(unsorted)
    if (tails.reduce((chars, { text }) => chars + text.length, 0) > TAIL_CHARS) return undefined
    for (const event of tails) hand(wire, event)
    for (const log of [membershipsOf(wire.user), ...joins])
      this.#order.startAt(log, positions.get(log) ?? 0)
    for (const log of joins) wire.join(log)
    for (const begins of begun.awaited) this.#joinings.await({ begins, wires: [wire] })
    this.#openings.delete(opening)
    this.#last ??= { at, cursor }
    for (const [log, seq] of recent)
      if (!positions.has(log)) this.#left.push({ user: wire.user, log, seq, at })
    this.#behind.delete(wire)
    this.#attach(wire)
    return tails
  }

  /** A live wire is full: it leaves its logs. Answers from where the log has to tell it the rest. */
  fallBehind(wire: Wire): Since {
    const heard = new Map<Log, number>()
    for (const log of wire.stepAside()) {
      const head = this.#order.head(log)
      if (head !== undefined) heard.set(log, head)
    }
    this.#behind.set(wire, heard)
    const left = this.#left.filter(({ user }) => user === wire.user)
    const known = new Map([...left.map(({ log, seq }) => [log, seq] as const), ...heard])
    return { cursor: this.#last?.cursor, heard: known }
  }

  isBehind(wire: Wire): boolean {
    return this.#behind.has(wire)
  }

  /** Whether a wire that is full is waited for: there are events that it has not been sent. */
  owes(wire: Wire): boolean {
    const heard = this.#behind.get(wire)
    if (heard === undefined) return true
    for (const [log, seq] of heard) if ((this.#order.head(log) ?? seq) > seq) return true
    return false
  }

  detach(wire: Wire): void {
    this.#behind.delete(wire)
    const there = this.#wires.get(wire.user)
    if (there instanceof Set) {
      there.delete(wire)
      if (there.size > 0) return
    } else if (there !== wire) return
    this.#wires.delete(wire.user)
    for (const gone of this.#gone) gone(wire.user)
  }

  /** Detaches a closed wire a moment later: until then its user, who is about to come back, has not gone. */
  expectBack(wire: Wire): void {
    this.#expected.set(wire, performance.now() + BACK_MS)
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
    const awaited: Beginning[] = []
    for (const { begins } of told) {
      if (begins === undefined) continue
      const { room, from } = begins
      const head = this.#order.isFollowed(room)
        ? (this.#order.head(room) ?? positions.get(room))
        : undefined
      if (head === undefined) return undefined
      if (from > head) awaited.push(begins)
      else if (!positions.has(room) && !starts.has(room)) starts.set(room, from - 1)
    }
    return { starts, awaited }
  }

  /** What went out of a log after a position. */
  #tail(log: Log, position: number, since: number): readonly Encoded[] | undefined {
    const head = this.#order.head(log)
    if (head === undefined) return this.evictions === since ? [] : undefined
    // Those who listen already have not come so far: what they are yet to hear was replayed here.
    if (head < position) return undefined
    return head === position ? [] : this.#recent.after(log, position)
  }

  #attach(wire: Wire): void {
    const there = this.#wires.get(wire.user)
    if (there instanceof Set) there.add(wire)
    else if (there !== undefined) this.#wires.set(wire.user, new Set([there, wire]))
    else {
      this.#wires.set(wire.user, wire)
      for (const come of this.#come) come(wire.user)
    }
  }

  /** Whether this user has a connection here that has caught up. */
  isLive(user: UserId): boolean {
    return this.#wires.has(user)
  }

  #deliver(event: Encoded): void {
    const { log, turn } = event
    this.#last = event
    this.#recent.add(event, performance.now())
    if (event.begins !== undefined)
      return this.#joinings.begin(event.begins, [...this.#wiresOf(event.begins.user)])
    this.#heard++
    // Who joins hears it from the joining on; who leaves hears the leaving last.
    this.#joinings.reach(event)
    for (const outlet of this.#outlets) outlet.publish(event)
    if (turn?.joins === false && this.#wires.has(turn.user)) {
      this.#left.push({ user: turn.user, log, seq: event.seq, at: event.at })
      for (const wire of this.#wiresOf(turn.user)) if (!this.#behind.has(wire)) wire.leave(log)
    }
    if (event.ends !== undefined)
      for (const wire of this.#wiresOf(event.ends)) wire.end('user_deleted')
    for (const delivered of this.#delivered) delivered(event)
  }

  #wiresOf(user: UserId): Iterable<Wire> {
    const there = this.#wires.get(user)
    return there === undefined ? [] : there instanceof Set ? there : [there]
  }

  /** Whether anybody listens to it here. */
  hasListeners(log: Log): boolean {
    return this.#outlets.some((outlet) => outlet.listeners(log) > 0)
  }

  /** How many connections of this node listen to it. */
  listeners(log: Log): number {
    return this.#outlets.reduce((sum, outlet) => sum + outlet.listeners(log), 0)
  }

  #sweep(): void {
    const now = performance.now()
    this.#recent.sweep(now)
    for (const [wire, until] of this.#expected) {
      if (until > now) break // they stand in the order in which they ended
      this.#expected.delete(wire)
      this.detach(wire)
    }
    // A cursor looks back no further than that.
    const from = (this.#last?.at ?? 0) - this.#settleMs
    this.#left = this.#left.filter(({ at }) => at >= from)
    this.#order.sweep((log) => this.#isNeeded(log))
    if (++this.#sweeps % CHECK_EVERY === 0 || this.#bus.isDown) this.#order.checkAll()
  }

  /** Whether it goes on here, for whoever listens, or is just about to. */
  #isHeard(log: Log): boolean {
    if (this.hasListeners(log) || this.#joinings.need(log)) return true
    return isMemberships(log) && this.#wires.has(userOf(log))
  }

  #isNeeded(log: Log): boolean {
    if (this.#recent.has(log) || this.#isHeard(log)) return true
    for (const opening of this.#openings) if (opening.has(log)) return true
    return false
  }
}
