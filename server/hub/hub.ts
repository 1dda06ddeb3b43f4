import { byTime } from '../../protocol/by-time.ts'
import type { Event } from '../../protocol/events.ts'
import { type Log, logOf, type UserId } from '../../protocol/ids.ts'
import type { Bus } from './bus.ts'
import { audible, type Encoded, encode } from './encoded.ts'
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
  /** Whether it has joined. */
  hears(log: Log): boolean
}

/** A door's way to everyone of its own who listens to a log. */
export interface Outlet {
  publish(event: Encoded): void
  hasListeners(log: Log): boolean
}

/** The log, read where the hub has a hole, or is in doubt. */
export interface Truth {
  between(log: Log, from: number, to: number): Promise<readonly Event[]>
  /** The last seq of each. */
  positions(logs: readonly Log[]): Promise<ReadonlyMap<Log, number>>
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
/** Logs that are looked at in one sweep for whether anybody still listens. */
const SWEPT = 5000

/**
 * Who is listening on this node. Each log goes out in the order of its seqs, each event once: a
 * repeated event is dropped, a late one is waited for and, as the log is the truth, read from there.
 */
export class Hub {
  readonly #bus: Bus
  readonly #truth: Truth
  readonly #onError: (error: unknown) => void
  readonly #outlets: Outlet[] = []
  /** The last seq that went out, of each log that has listeners here or was active just now. */
  readonly #heads = new Map<Log, number>()
  /** Logs whose events arrive here, whichever node commits them. */
  readonly #followed = new Set<Log>()
  readonly #held = new Map<Log, Encoded[]>()
  readonly #recent = new Recent()
  readonly #wires = new Map<UserId, Wire | Set<Wire>>()
  readonly #openings = new Set<Opening>()
  /** Where memberships of those who listen here lately ended: their beginnings may still arrive. */
  readonly #ended = new Map<string, { readonly seq: number; readonly until: number }>()
  readonly #gone: ((user: UserId) => void)[] = []
  readonly #sweeper: Timer
  #sweeps = 0
  #sweeping = this.#heads.keys()

  constructor(bus: Bus, truth: Truth, onError: (error: unknown) => void) {
    this.#bus = bus
    this.#truth = truth
    this.#onError = onError
    this.#sweeper = setInterval(() => this.#sweep(), 1000)
    bus.start({ receive: (event) => this.#receive(event), doubt: () => this.#checkAll() })
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

  /** Calls back when a user's last connection here has closed. */
  onGone(gone: (user: UserId) => void): void {
    this.#gone.push(gone)
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
      this.#receive(encoded)
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
      if (!this.#followed.has(log)) fresh.push(log)
    }
    if (fresh.length === 0) return true
    await this.#begin(fresh)
    return false
  }

  /** Lets those who listen already hear what the log holds up to these positions. */
  async reach(positions: ReadonlyMap<Log, number>): Promise<void> {
    for (const [log, position] of positions) {
      const head = this.#heads.get(log)
      if (head === undefined || head >= position) continue
      if (this.#hasListeners(log)) await this.#fill(log, head + 1, position)
      else {
        this.#recent.forget(log)
        this.#heads.set(log, position)
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
      if (hearing) joins.push(log)
    }
    // In the order of time over all logs: the cursor of each covers everything before it.
    const tails = byTime(unsorted)
    for (const event of tails) wire.send(event)
    for (const log of joins) {
      if (!this.#heads.has(log)) this.#heads.set(log, positions.get(log) ?? 0)
      wire.join(log)
    }
    this.#openings.delete(opening)
    this.#attach(wire)
    for (const [log, seq] of ended) this.#end(wire.user, log, seq)
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
    const head = this.#heads.get(log)
    if (head === undefined) return this.evictions === since ? [] : undefined
    // Those who listen already have not come so far: what they are yet to hear was replayed here.
    if (head < position) return undefined
    return head === position ? [] : this.#recent.after(log, position)
  }

  #attach(wire: Wire): void {
    const there = this.#wires.get(wire.user)
    if (there === undefined) this.#wires.set(wire.user, wire)
    else if (there instanceof Set) there.add(wire)
    else this.#wires.set(wire.user, new Set([there, wire]))
  }

  #receive(event: Encoded): void {
    const { log, seq } = event
    if (!this.#bus.isAlone && !this.#followed.has(log)) return this.#adopt(event)
    const head = this.#heads.get(log)
    const held = this.#held.get(log)
    if (head === undefined ? held === undefined : seq === head + 1) this.#deliver(event)
    else if (held !== undefined) held.push(event)
    else if (head !== undefined && seq > head)
      this.#fill(log, head + 1, seq - 1, event).catch(this.#onError)
  }

  /**
   * Follows logs from where they stand: what the bus still brings of before is known to be old. What
   * comes before that is known waits.
   */
  async #begin(logs: readonly Log[]): Promise<void> {
    for (const log of logs) {
      this.#followed.add(log)
      if (!this.#held.has(log)) this.#held.set(log, [])
    }
    try {
      await this.#bus.follow(logs)
      const positions = await this.#truth.positions(logs)
      for (const log of logs) this.#release(log, positions.get(log) ?? 0)
    } catch (error) {
      for (const log of logs) {
        this.#followed.delete(log)
        this.#held.delete(log)
      }
      throw error
    }
  }

  /** Somebody who listens here came to be a member: from there on this log is followed. */
  #adopt(event: Encoded): void {
    const { log, seq, turn } = event
    if (turn === undefined || !turn.joins || !this.#isHere(turn.user)) return
    for (const opening of this.#openings) if (opening.user === turn.user) opening.joined.add(log)
    // It comes late: that membership has ended, and its end was heard.
    if (seq <= (this.#ended.get(placeOf(turn.user, log))?.seq ?? 0)) return
    this.#followed.add(log)
    this.#held.set(log, [event])
    this.#bus
      .follow([log])
      .then(() => this.#bring(turn.user, log, seq))
      .catch((error) => {
        this.#onError(error)
        this.#followed.delete(log)
        this.#held.delete(log)
        // Nobody says it a second time.
        setTimeout(() => this.#adopt(event), RETRY_MS)
      })
  }

  /** A new member's wires hear the log from this seq on. */
  async #bring(user: UserId, log: Log, seq: number): Promise<void> {
    // Others may have begun to listen meanwhile, and come further than that.
    for (let head = this.#heads.get(log); head !== undefined && head >= seq; ) {
      const told = (await this.#truth.between(log, seq, head)).map(encode)
      const now = this.#heads.get(log)
      if (now === head) {
        const { heard, hearing } = audible(told, user, false)
        for (const wire of this.#wiresOf(user)) {
          // One that came meanwhile had all of this replayed.
          if (wire.hears(log)) continue
          for (const event of heard) wire.send(event)
          if (hearing) wire.join(log)
        }
        // One that is still catching up has to look again: what was told here is not in the memory.
        this.#recent.doubt()
        break
      }
      head = now
    }
    this.#release(log, seq - 1)
    // What was said before the bus listened.
    await this.#check([log])
  }

  /** From this seq on the log goes out; what waited goes first. */
  #release(log: Log, head: number): void {
    const held = this.#held.get(log) ?? []
    this.#held.delete(log)
    if (!this.#heads.has(log)) this.#heads.set(log, head)
    held.sort((a, b) => a.seq - b.seq)
    for (const event of held) this.#receive(event)
  }

  #isHere(user: UserId): boolean {
    if (this.#wires.has(user)) return true
    for (const opening of this.#openings) if (opening.user === user) return true
    return false
  }

  /** Reads a hole from the log; what comes before its time waits until then. */
  async #fill(log: Log, from: number, to: number, ...early: Encoded[]): Promise<void> {
    this.#held.set(log, [...(this.#held.get(log) ?? []), ...early])
    try {
      const missing = (await this.#truth.between(log, from, to)).map(encode)
      this.#held.set(log, [...missing, ...(this.#held.get(log) ?? [])])
      this.#release(log, from - 1)
    } catch (error) {
      // Not read: the next event of this log, or the next look, finds the hole again.
      this.#held.delete(log)
      throw error
    }
  }

  #checkAll(): void {
    if (!this.#bus.isAlone) this.#check([...this.#heads.keys()]).catch(this.#onError)
  }

  /** Silence may be a loss: compares the last seqs with those of the log. */
  async #check(logs: readonly Log[]): Promise<void> {
    if (logs.length === 0) return
    const positions = await this.#truth.positions(logs)
    for (const [log, position] of positions) {
      const head = this.#heads.get(log)
      if (head === undefined || head >= position || this.#held.has(log)) continue
      await this.#fill(log, head + 1, position)
    }
  }

  #deliver(event: Encoded): void {
    const { log, turn } = event
    this.#heads.set(log, event.seq)
    this.#recent.add(event, Date.now())
    // Who joins hears it from the joining on; who leaves hears the leaving last.
    if (turn?.joins) {
      for (const wire of this.#wiresOf(turn.user)) wire.join(log)
      for (const opening of this.#openings) if (opening.user === turn.user) opening.joined.add(log)
    }
    for (const outlet of this.#outlets) outlet.publish(event)
    if (turn?.joins === false) {
      for (const wire of this.#wiresOf(turn.user)) wire.leave(log)
      if (!this.isAlone && this.#isHere(turn.user)) this.#end(turn.user, log, event.seq)
    }
  }

  #end(user: UserId, log: Log, seq: number): void {
    this.#ended.set(placeOf(user, log), { seq, until: Date.now() + LATE_MS })
  }

  #wiresOf(user: UserId): Iterable<Wire> {
    const there = this.#wires.get(user)
    return there === undefined ? [] : there instanceof Set ? there : [there]
  }

  #hasListeners(log: Log): boolean {
    return this.#outlets.some((outlet) => outlet.hasListeners(log))
  }

  #sweep(): void {
    const now = Date.now()
    this.#recent.sweep(now)
    for (const [place, { until }] of this.#ended) if (until < now) this.#ended.delete(place)
    this.#letGo()
    if (++this.#sweeps % CHECK_EVERY === 0 || this.#bus.isDown) this.#checkAll()
  }

  /** Logs that nobody here listens to any more, some of them at a time. */
  #letGo(): void {
    const idle: Log[] = []
    for (let i = 0; i < SWEPT; i++) {
      const { value: log, done } = this.#sweeping.next()
      if (done) {
        this.#sweeping = this.#heads.keys()
        break
      }
      if (this.#recent.has(log) || this.#held.has(log) || this.#hasListeners(log)) continue
      if (![...this.#openings].some((opening) => opening.logs.has(log))) idle.push(log)
    }
    for (const log of idle) {
      this.#heads.delete(log)
      this.#followed.delete(log)
    }
    if (idle.length > 0) this.#bus.unfollow(idle)
  }
}
