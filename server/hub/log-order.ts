import type { Log } from '../../protocol/ids.ts'
import type { CommittedEvent } from '../../protocol/memberships.ts'
import type { Bus } from './bus.ts'
import { type EncodedEvent, encode } from './encoded-event.ts'
import { Pacer } from './pacer.ts'

/** Reads the log: to fill a gap, or to check for one. */
export interface LogSource {
  /**
   * The longest time by which a commit can follow the time of its events, in ms. An event that is older
   * than this is committed, or never will be.
   */
  readonly commitWindowMs: number
  /** The clock of the events' times, in ms of the epoch. */
  now(): Promise<number>
  between(log: Log, from: number, to: number): Promise<readonly CommittedEvent[]>
  /** The last seq of each log. */
  positions(logs: readonly Log[]): Promise<ReadonlyMap<Log, number>>
}

export type OrderedOutput = {
  /** Publishes the next event of its log. It is called once for each event. */
  readonly publish: (event: EncodedEvent) => void
  /** Resolves when no subscriber waits any more for the events of a room that its user joined. */
  readonly idle: () => Promise<unknown>
  readonly onError: (error: unknown) => void
}

/** One sweep, each second, checks for so many logs, or this part of all, whether they are still needed. */
const SWEPT = { min: 200, part: 1 / 60 }
/** How long after its time an event may be committed, in ms, for `#completeUntil` to hold. */
const COMMIT_MS = 13_000
/** Events that can wait until all logs have been checked. If there are more, the check reads all of them. */
const MAX_UNCHECKED = 10_000
/** The pause before the next read when the database is unavailable, in ms. */
export const RETRY_MS = 1000
/** Gaps that are read at the same time. */
const READS = 16
/** The pause before a log is checked again that is being read at the moment, in ms. */
const BUSY_MS = 50

/**
 * Puts the events of each log in order: it receives them in any order, repeated, late or not at all, and
 * publishes them in the order of their seqs, each once. It drops repeated events and reads missing ones
 * from the log.
 */
export class LogOrder {
  readonly #bus: Bus
  readonly #source: LogSource
  readonly #output: OrderedOutput
  readonly #pacer: Pacer
  /** The last published seq of each log that has subscribers on this node or changed recently. */
  readonly #heads = new Map<Log, number>()
  /** Logs whose events this node receives from all nodes. */
  readonly #followed = new Set<Log>()
  /** Events that wait for missing events before them. */
  readonly #held = new Map<Log, EncodedEvent[]>()
  #sweeping = this.#heads.keys()
  /**
   * An event whose time is not after this one can be published: no event is missing that is too old for
   * a replay from its cursor.
   */
  #completeUntil: number
  /** Later events: they wait until a check has found what is missing before them. */
  #unchecked: EncodedEvent[] = []
  #checking: Promise<void> | undefined
  #isCheckRequested = false

  constructor(bus: Bus, source: LogSource, output: OrderedOutput) {
    this.#bus = bus
    this.#source = source
    this.#output = output
    this.#pacer = new Pacer((event) => {
      // The log may have been unfollowed while the event was queued.
      if (this.isFollowed(event.log)) this.#putInOrder(event)
    }, output.onError)
    this.#completeUntil = bus.isAlone ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    this.checkAll()
  }

  head(log: Log): number | undefined {
    return this.#heads.get(log)
  }

  /** The next event to publish is the one after this seq, unless later events have been published. */
  startAt(log: Log, seq: number): void {
    if (!this.#heads.has(log)) this.#heads.set(log, seq)
  }

  /** Skips the events up to this seq, which have no subscribers. */
  skipTo(log: Log, seq: number): void {
    this.#heads.set(log, seq)
  }

  /** Resolves when all events that are queued now have been published. */
  drained(): Promise<void> {
    return this.#pacer.drained()
  }

  isFollowed(log: Log): boolean {
    return this.#bus.isAlone || this.#followed.has(log)
  }

  /**
   * A client that has received an event can resume with its cursor, and a replay reads only from
   * `commitWindowMs` before the cursor. So an event is not published while an older one than that could be
   * missing in another log, because the bus or the database was down: first all logs are checked.
   */
  receive(event: EncodedEvent): void {
    if (!this.isFollowed(event.log)) return
    if (event.at <= this.#completeUntil) return this.#pacer.push(event)
    if (this.#unchecked.push(event) > MAX_UNCHECKED) this.#unchecked = []
    if (this.#checking === undefined) this.checkAll()
  }

  #putInOrder(event: EncodedEvent): void {
    const { log, seq } = event
    const head = this.#heads.get(log)
    const held = this.#held.get(log)
    if (head === undefined ? held === undefined : seq === head + 1) this.#deliver(event)
    else if (held !== undefined) held.push(event)
    else if (head !== undefined && seq > head)
      this.fillGap(log, head + 1, seq - 1, event).catch(this.#output.onError)
  }

  /**
   * Follows logs from their last seq on, so that older events from the bus are dropped. Events that are
   * received before the last seq is known wait.
   */
  async follow(logs: readonly Log[]): Promise<void> {
    for (const log of logs) {
      this.#followed.add(log)
      if (!this.#held.has(log)) this.#held.set(log, [])
    }
    try {
      await this.#bus.follow(logs)
      const positions = await this.#source.positions(logs)
      await Promise.all(logs.map((log) => this.#release(log, positions.get(log) ?? 0)))
    } catch (error) {
      for (const log of logs) {
        this.#followed.delete(log)
        this.#held.delete(log)
      }
      throw error
    }
  }

  /** Publishes the log from this seq on, the held events first. Resolves when these have been published. */
  #release(log: Log, head: number): Promise<void> {
    const held = this.#held.get(log) ?? []
    this.#held.delete(log)
    this.startAt(log, head)
    held.sort((a, b) => a.seq - b.seq)
    return this.#pacer.pushFirst(held)
  }

  /** Reads a gap from the log and publishes it. Later events are held until then. */
  async fillGap(log: Log, from: number, to: number, ...later: EncodedEvent[]): Promise<void> {
    this.#held.set(log, [...(this.#held.get(log) ?? []), ...later])
    try {
      const missing = (await this.#source.between(log, from, to)).map(encode)
      this.#held.set(log, [...missing, ...(this.#held.get(log) ?? [])])
      await this.#release(log, from - 1)
    } catch (error) {
      // The next event of this log, or the next check, finds the gap again.
      this.#held.delete(log)
      throw error
    }
  }

  /** Compares the last seqs of all logs with the database, as the bus may have lost events. */
  checkAll(): void {
    if (this.#bus.isAlone) return
    this.#isCheckRequested = true
    this.#checking ??= this.#runChecks()
      .catch((error) => {
        this.#output.onError(error)
        return Bun.sleep(RETRY_MS)
      })
      .finally(() => {
        this.#checking = undefined
      })
  }

  async #runChecks(): Promise<void> {
    while (this.#isCheckRequested) {
      this.#isCheckRequested = false
      const now = await this.#source.now()
      let logs: readonly Log[] = [...this.#heads.keys()]
      for (;;) {
        logs = await this.#checkLogs(logs)
        if (logs.length === 0) break
        await Bun.sleep(BUSY_MS)
      }
      await this.#output.idle()
      this.#completeUntil = now + this.#source.commitWindowMs - COMMIT_MS
      const checked = this.#unchecked
      this.#unchecked = []
      for (const event of checked) if (this.isFollowed(event.log)) this.#pacer.push(event)
    }
  }

  /** Returns the logs that are being read at the moment, and so were not checked. */
  async #checkLogs(logs: readonly Log[]): Promise<readonly Log[]> {
    if (logs.length === 0) return []
    const positions = (await this.#source.positions(logs)).entries()
    // Queued events are not missing.
    await this.drained()
    const busy: Log[] = []
    const read = async () => {
      for (const [log, position] of positions) {
        const head = this.#heads.get(log)
        if (head === undefined || head >= position) continue
        if (this.#held.has(log)) busy.push(log)
        else await this.fillGap(log, head + 1, position)
      }
    }
    await Promise.all(Array.from({ length: READS }, read))
    return busy
  }

  /** Unfollows logs that are no longer needed. Each call checks some of the logs. */
  sweep(isNeeded: (log: Log) => boolean): void {
    const idle: Log[] = []
    for (let left = Math.max(SWEPT.min, this.#heads.size * SWEPT.part); left > 0; left--) {
      const { value: log, done } = this.#sweeping.next()
      if (done) {
        this.#sweeping = this.#heads.keys()
        break
      }
      if (!this.#held.has(log) && !isNeeded(log)) idle.push(log)
    }
    for (const log of idle) {
      this.#heads.delete(log)
      this.#followed.delete(log)
    }
    if (idle.length > 0) this.#bus.unfollow(idle)
  }

  #deliver(event: EncodedEvent): void {
    this.#heads.set(event.log, event.seq)
    this.#output.publish(event)
    this.#pacer.spend(event.text.length)
  }
}
