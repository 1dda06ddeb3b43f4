import { byTime } from '../../protocol/by-time.ts'
import type { Event } from '../../protocol/events.ts'
import { type Log, logOf, type UserId } from '../../protocol/ids.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import type { Bus } from './bus.ts'
import { audible, type Encoded, encode } from './encoded.ts'
import { Order, type Truth } from './order.ts'
import { Recent } from './recent.ts'

/** One listener's way out. */
export interface Wire {
  readonly user: UserId
  readonly closed: boolean
  /** Live: hands the event over and never waits. */
  send(event: Encoded): void
  /** More waits in the buffer than a replay should add to. */
  readonly full: boolean
  /** Replay: resolves when the buffer has emptied, or the wire has closed. */
  drained(): Promise<void>
  /** From now on, what its door publishes to this log reaches it, too. */
  join(log: Log): void
  leave(log: Log): void
  /** Closes it, and says why behind what was sent. */
  end(code: RefusalCode): void
  /** Whether it has joined. */
  hears(log: Log): boolean
}

/** A door's way to everyone of its own who listens to a log. */
export interface Outlet {
  publish(event: Encoded): void
  /** What passes: a wire that is slow may be spared it, and is never closed for it. */
  pass(log: Log, signal: string): void
  hasListeners(log: Log): boolean
}

/**
 * A listener that is still catching up: the logs it is about to join, and those it came to be a member
 * of meanwhile.
 */
export type Opening = { readonly user: UserId; readonly logs: Set<Log>; readonly joined: Set<Log> }

/** How often the last seqs are compared with the log's, in sweeps of a second, and while in doubt. */
const CHECK_EVERY = 5
/** How long a database that is away is left alone, before a log that must be followed is tried again. */
const RETRY_MS = 1000
/** No bus brings an event later than that. */
const LATE_MS = 60_000
const placeOf = (user: UserId, log: Log): string => `${log} ${user}`

/** One event to one wire: there is nothing more for whoever was deleted with it. */
export function hand(wire: Wire, event: Encoded): void {
  wire.send(event)
  if (event.ends === wire.user) wire.end('user_deleted')
}

/** Who is listening on this node, and what each hears: every log in its order, from joining to leaving. */
export class Hub {
  readonly #bus: Bus
  readonly #truth: Truth
  readonly #onError: (error: unknown) => void
  readonly #outlets: Outlet[] = []
  readonly #order: Order
  readonly #recent = new Recent()
  readonly #wires = new Map<UserId, Wire | Set<Wire>>()
  readonly #openings = new Set<Opening>()
  /** Where memberships of those who listen here lately ended: their beginnings may still arrive. */
  readonly #ended = new Map<string, { readonly seq: number; readonly until: number }>()
  /** Up to where each wire was told of rooms that were left: an adoption under way begins after that. */
  readonly #told = new WeakMap<Wire, Map<Log, number>>()
  readonly #come: ((user: UserId) => void)[] = []
  readonly #gone: ((user: UserId) => void)[] = []
  readonly #delivered: ((event: Encoded) => void)[] = []
  readonly #passing: ((log: Log, signal: string) => void)[] = []
  readonly #sweeper: Timer
  #sweeps = 0
  #heard = 0

  constructor(bus: Bus, truth: Truth, onError: (error: unknown) => void) {
    this.#bus = bus
    this.#truth = truth
    this.#onError = onError
    this.#order = new Order(bus, truth, {
      deliver: (event) => this.#deliver(event),
      unfollowed: (event) => this.#adopt(event),
      onError,
    })
    this.#sweeper = setInterval(() => this.#sweep(), 1000)
    const order = this.#order
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
    for (const outlet of this.#outlets) if (outlet.hasListeners(log)) outlet.pass(log, signal)
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
  receive(events: readonly Event[]): void {
    for (const event of events) {
      const encoded = encode(event)
      this.#bus.publish(encoded)
      this.#order.receive(encoded)
    }
  }

  open(user: UserId): Opening {
    const opening = { user, logs: new Set<Log>(), joined: new Set<Log>() }
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
      opening.logs.add(log)
      if (!this.#order.isFollowed(log)) fresh.push(log)
    }
    if (fresh.length === 0) return true
    await this.#order.follow(fresh)
    return false
  }

  /** Lets those who listen already hear what the log holds up to these positions. */
  async reach(positions: ReadonlyMap<Log, number>): Promise<void> {
    for (const [log, position] of positions) {
      const head = this.#order.head(log)
      if (head === undefined || head >= position) continue
      if (this.hasListeners(log)) await this.#order.fill(log, head + 1, position)
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
   * The end of catching up, in one turn of the event loop: sends what came since `positions`, joins
   * the logs, and answers what it sent. Undefined, and nothing sent, where the memory no longer
   * reaches back to there.
   */
  settle(
    wire: Wire,
    opening: Opening,
    positions: ReadonlyMap<Log, number>,
    ended: ReadonlyMap<Log, number>,
    since: number,
  ): readonly Encoded[] | undefined {
    const unsorted: Encoded[] = []
    const joins: Log[] = []
    for (const log of new Set([...positions.keys(), ...opening.joined])) {
      const position = positions.get(log)
      const tail =
        position === undefined
          ? this.#beginnings(log, ended.get(log) ?? 0, since)
          : this.#tail(log, position, since)
      if (tail === undefined) return undefined
      const { heard, hearing } = audible(tail, wire.user, position !== undefined)
      unsorted.push(...heard)
      const last = heard.at(-1)
      if (hearing) joins.push(log)
      else if (last !== undefined) this.#note(wire, log, last.seq)
    }
    // In the order of time over all logs: the cursor of each covers everything before it.
    const tails = byTime(unsorted)
    for (const event of tails) hand(wire, event)
    for (const log of joins) {
      this.#order.startAt(log, positions.get(log) ?? 0)
      wire.join(log)
    }
    this.#openings.delete(opening)
    this.#attach(wire)
    for (const [log, seq] of ended) {
      this.#end(wire.user, log, seq)
      this.#note(wire, log, seq)
    }
    return tails
  }

  detach(wire: Wire): void {
    const there = this.#wires.get(wire.user)
    if (there instanceof Set) {
      there.delete(wire)
      if (there.size > 0) return
    } else if (there !== wire) return
    this.#wires.delete(wire.user)
    for (const gone of this.#gone) gone(wire.user)
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper)
    await this.#bus.close()
  }

  /** What went out of a log that the user came to be a member of, less what was replayed to its end. */
  #beginnings(log: Log, ended: number, since: number): readonly Encoded[] | undefined {
    if (this.evictions !== since) return undefined
    return this.#recent.of(log).filter(({ seq }) => seq > ended)
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

  /** Somebody who listens here came to be a member: from there on this log is followed. */
  #adopt(event: Encoded): void {
    const { log, seq, turn } = event
    if (turn === undefined || !turn.joins || !this.isHere(turn.user)) return
    for (const opening of this.#openings) if (opening.user === turn.user) opening.joined.add(log)
    // It comes late: that membership has ended, and its end was heard.
    if (seq <= (this.#ended.get(placeOf(turn.user, log))?.seq ?? 0)) return
    this.#order
      .followFrom(event, () => this.#bring(turn.user, log, seq))
      .catch((error) => {
        this.#onError(error)
        // Nobody says it a second time.
        setTimeout(() => this.#adopt(event), RETRY_MS)
      })
  }

  /** A new member's wires hear the log from this seq on. */
  async #bring(user: UserId, log: Log, seq: number): Promise<void> {
    // Others may have begun to listen meanwhile, and come further than that.
    for (let head = this.#order.head(log); head !== undefined && head >= seq; ) {
      const told = (await this.#truth.between(log, seq, head)).map(encode)
      const now = this.#order.head(log)
      if (now === head) {
        const { heard, hearing } = audible(told, user, false)
        for (const wire of this.#wiresOf(user)) {
          // One that came meanwhile had all of this replayed.
          if (wire.hears(log)) continue
          const last = this.#told.get(wire)?.get(log) ?? 0
          for (const event of heard) if (event.seq > last) wire.send(event)
          if (hearing) wire.join(log)
        }
        // One that is still catching up has to look again: what was told here is not in the memory.
        this.#recent.doubt()
        break
      }
      head = now
    }
  }

  /** Whether this user has a connection here that has caught up. */
  isLive(user: UserId): boolean {
    return this.#wires.has(user)
  }

  /** Whether this user has a connection to this node. */
  isHere(user: UserId): boolean {
    if (this.#wires.has(user)) return true
    for (const opening of this.#openings) if (opening.user === user) return true
    return false
  }

  #deliver(event: Encoded): void {
    const { log, turn } = event
    this.#heard++
    this.#recent.add(event, Date.now())
    // Who joins hears it from the joining on; who leaves hears the leaving last.
    if (turn?.joins) {
      for (const wire of this.#wiresOf(turn.user)) wire.join(log)
      for (const opening of this.#openings) if (opening.user === turn.user) opening.joined.add(log)
    }
    for (const outlet of this.#outlets) outlet.publish(event)
    if (turn?.joins === false) {
      for (const wire of this.#wiresOf(turn.user)) {
        wire.leave(log)
        this.#note(wire, log, event.seq)
      }
      if (!this.isAlone && this.isHere(turn.user)) this.#end(turn.user, log, event.seq)
    }
    if (event.ends !== undefined)
      for (const wire of this.#wiresOf(event.ends)) wire.end('user_deleted')
    for (const delivered of this.#delivered) delivered(event)
  }

  #end(user: UserId, log: Log, seq: number): void {
    this.#ended.set(placeOf(user, log), { seq, until: Date.now() + LATE_MS })
  }

  #note(wire: Wire, log: Log, seq: number): void {
    if (this.isAlone) return
    const told = this.#told.get(wire)
    if (told === undefined) this.#told.set(wire, new Map([[log, seq]]))
    else if (seq > (told.get(log) ?? 0)) told.set(log, seq)
  }

  #wiresOf(user: UserId): Iterable<Wire> {
    const there = this.#wires.get(user)
    return there === undefined ? [] : there instanceof Set ? there : [there]
  }

  /** Whether anybody listens to it here. */
  hasListeners(log: Log): boolean {
    return this.#outlets.some((outlet) => outlet.hasListeners(log))
  }

  #sweep(): void {
    const now = Date.now()
    this.#recent.sweep(now)
    for (const [place, { until }] of this.#ended) if (until < now) this.#ended.delete(place)
    this.#order.sweep((log) => this.#isNeeded(log))
    if (++this.#sweeps % CHECK_EVERY === 0 || this.#bus.isDown) this.#order.checkAll()
  }

  #isNeeded(log: Log): boolean {
    if (this.#recent.has(log) || this.hasListeners(log)) return true
    for (const opening of this.#openings) if (opening.logs.has(log)) return true
    return false
  }
}
