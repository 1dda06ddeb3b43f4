import type { Event } from '../../protocol/events.ts'
import type { Log, UserId } from '../../protocol/ids.ts'
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
}

/** A door's way to everyone of its own who listens to a log. */
export interface Outlet {
  publish(event: Encoded): void
  hasListeners(log: Log): boolean
}

/** Reads a log where the hub has a hole in it. */
export type Between = (log: Log, from: number, to: number) => Promise<readonly Event[]>

/** A listener that is still catching up: which logs it came to be a member of meanwhile. */
export type Opening = { readonly user: UserId; readonly joined: Set<Log> }

/**
 * Who is listening on this node. Each log goes out in the order of its seqs, each event once: a
 * repeated event is dropped, a late one is waited for and, as the log is the truth, read from there.
 */
export class Hub {
  readonly #outlets: Outlet[] = []
  readonly #between: Between
  readonly #onError: (error: unknown) => void
  /** The last seq that went out, of each log that has listeners here or was active just now. */
  readonly #heads = new Map<Log, number>()
  readonly #held = new Map<Log, Encoded[]>()
  readonly #recent = new Recent()
  readonly #wires = new Map<UserId, Wire | Set<Wire>>()
  readonly #openings = new Set<Opening>()
  readonly #gone: ((user: UserId) => void)[] = []
  readonly #sweeper: Timer

  constructor(between: Between, onError: (error: unknown) => void) {
    this.#between = between
    this.#onError = onError
    this.#sweeper = setInterval(() => this.#sweep(), 1000)
  }

  addOutlet(outlet: Outlet): void {
    this.#outlets.push(outlet)
  }

  /** Calls back when a user's last connection here has closed. */
  onGone(gone: (user: UserId) => void): void {
    this.#gone.push(gone)
  }

  isListening(user: UserId): boolean {
    return this.#wires.has(user)
  }

  /** What was committed, in any order. Each log goes out in its own. */
  receive(events: readonly Event[]): void {
    for (const event of events) this.#receive(encode(event))
  }

  open(user: UserId): Opening {
    const opening = { user, joined: new Set<Log>() }
    this.#openings.add(opening)
    return opening
  }

  abandon(opening: Opening): void {
    this.#openings.delete(opening)
  }

  /** Note it before a snapshot is read: `settle` then knows whether it still reaches that far back. */
  get evictions(): number {
    return this.#recent.evictions
  }

  /**
   * The end of catching up, in one turn of the event loop: sends what came since `positions`, joins
   * the logs, and answers what it sent. Undefined, and nothing sent, where the memory no longer reaches back to there.
   */
  settle(
    wire: Wire,
    opening: Opening,
    positions: ReadonlyMap<Log, number>,
    since: number,
  ): readonly Encoded[] | undefined {
    const tails: Encoded[] = []
    const joins: Log[] = []
    for (const log of new Set([...positions.keys(), ...opening.joined])) {
      const position = positions.get(log)
      const tail = this.#tail(log, position, since)
      if (tail === undefined) return undefined
      const { heard, hearing } = audible(tail, wire.user, position !== undefined)
      tails.push(...heard)
      if (hearing) joins.push(log)
    }
    // In the order of time over all logs: the cursor of each covers everything before it.
    tails.sort((a, b) => a.at - b.at)
    for (const event of tails) wire.send(event)
    for (const log of joins) {
      if (!this.#heads.has(log)) this.#heads.set(log, positions.get(log) ?? 0)
      wire.join(log)
    }
    this.#openings.delete(opening)
    this.#attach(wire)
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

  close(): void {
    clearInterval(this.#sweeper)
  }

  /** What went out of a log after a position; without one, all since the user came to be a member. */
  #tail(log: Log, position: number | undefined, since: number): readonly Encoded[] | undefined {
    if (position === undefined) return this.evictions === since ? this.#recent.of(log) : undefined
    const head = this.#heads.get(log)
    if (head === undefined) return this.evictions === since ? [] : undefined
    return head <= position ? [] : this.#recent.after(log, position)
  }

  #attach(wire: Wire): void {
    const there = this.#wires.get(wire.user)
    if (there === undefined) this.#wires.set(wire.user, wire)
    else if (there instanceof Set) there.add(wire)
    else this.#wires.set(wire.user, new Set([there, wire]))
  }

  #receive(event: Encoded): void {
    const head = this.#heads.get(event.log)
    if (head === undefined || event.seq === head + 1) this.#deliver(event)
    else if (event.seq > head) this.#hold(event, head)
  }

  /** An event that came before its time waits until the hole before it has been read. */
  #hold(event: Encoded, head: number): void {
    const held = this.#held.get(event.log)
    if (held !== undefined) {
      held.push(event)
      return
    }
    this.#held.set(event.log, [event])
    this.#between(event.log, head + 1, event.seq - 1)
      .then((missing) => this.#release(event.log, missing.map(encode)))
      .catch((error) => {
        // The next event of this log finds the hole again, and asks again.
        this.#held.delete(event.log)
        this.#onError(error)
      })
  }

  #release(log: Log, missing: readonly Encoded[]): void {
    const held = this.#held.get(log) ?? []
    this.#held.delete(log)
    held.sort((a, b) => a.seq - b.seq)
    for (const event of [...missing, ...held]) this.#receive(event)
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
    if (turn?.joins === false) for (const wire of this.#wiresOf(turn.user)) wire.leave(log)
  }

  #wiresOf(user: UserId): Iterable<Wire> {
    const there = this.#wires.get(user)
    return there === undefined ? [] : there instanceof Set ? there : [there]
  }

  #sweep(): void {
    this.#recent.sweep(Date.now(), (log) => {
      if (!this.#outlets.some((outlet) => outlet.hasListeners(log))) this.#heads.delete(log)
    })
  }
}
