import type { Log } from '../../protocol/ids.ts'
import type { CommittedEvent } from '../../protocol/memberships.ts'
import type { Bus } from './bus.ts'
import { type EncodedEvent, encode } from './encoded-event.ts'
import { Pacer } from './pacer.ts'

/** The log, read where there is a hole, or doubt. */
export interface LogSource {
  /** No transaction lasts as long, in ms: what has an earlier time than that is committed, or never will be. */
  readonly commitWindowMs: number
  /** The clock that events take their times from, in ms. */
  now(): Promise<number>
  between(log: Log, from: number, to: number): Promise<readonly CommittedEvent[]>
  /** The last seq of each. */
  positions(logs: readonly Log[]): Promise<ReadonlyMap<Log, number>>
}

export type OrderedOutput = {
  /** The next event of its log, each once. */
  readonly publish: (event: EncodedEvent) => void
  /** Resolves when all that was delivered has been told to those that it is for. */
  readonly idle: () => Promise<unknown>
  readonly onError: (error: unknown) => void
}

/** Logs that are looked at in one sweep for whether anybody still needs them. */
const SWEPT = 5000
/** How long after its time an event may be committed, in ms, for `#sureUntil` to hold. */
const COMMIT_MS = 13_000
/** Events that wait until all logs were looked at; more are left to the look itself. */
const EARLY = 10_000
/** How long a database that is away is left alone, in ms. */
export const RETRY_MS = 1000
/** Holes that are read side by side. */
const READS = 16
/** How long a log is left alone that is just being read, in ms. */
const BUSY_MS = 50

/**
 * The order of logs: what arrives in any order, twice, late or not at all, leaves in the order of its
 * seqs, each event once. A repeated event is dropped, a late one is waited for and, as the log is the
 * truth, read from there.
 */
export class LogOrder {
  readonly #bus: Bus
  readonly #source: LogSource
  readonly #output: OrderedOutput
  readonly #pace: Pacer
  /** The last seq that went out, of each log that has listeners here or was active just now. */
  readonly #heads = new Map<Log, number>()
  /** Logs whose events arrive here, whichever node commits them. */
  readonly #followed = new Set<Log>()
  /** What waits for what comes before it. */
  readonly #held = new Map<Log, EncodedEvent[]>()
  #sweeping = this.#heads.keys()
  /** Up to which time of events nothing can be missing that is older than a cursor looks back. */
  #sureUntil: number
  /** What is later than that, until it is known that nothing is missing before it. */
  #early: EncodedEvent[] = []
  #checking: Promise<void> | undefined
  #checkAgain = false

  constructor(bus: Bus, truth: LogSource, exits: OrderedOutput) {
    this.#bus = bus
    this.#source = truth
    this.#output = exits
    this.#pace = new Pacer((event) => {
      // It may have waited for so long that nobody follows its log any more.
      if (this.isFollowed(event.log)) this.#receive(event)
    }, exits.onError)
    this.#sureUntil = bus.isAlone ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    this.checkAll()
  }

  head(log: Log): number | undefined {
    return this.#heads.get(log)
  }

  /** What comes next is what comes after this seq, unless more went out already. */
  startAt(log: Log, seq: number): void {
    if (!this.#heads.has(log)) this.#heads.set(log, seq)
  }

  /** What came up to there is left out: nobody is there to hear it. */
  skipTo(log: Log, seq: number): void {
    this.#heads.set(log, seq)
  }

  /** Resolves when all that is here now has gone out. */
  drained(): Promise<void> {
    return this.#pace.drained()
  }

  isFollowed(log: Log): boolean {
    return this.#bus.isAlone || this.#followed.has(log)
  }

  /**
   * Whoever has received an event may come back with its cursor, and a cursor looks back `commitWindowMs`. So
   * nothing goes out while something that much older could be missing in another log, which a bus or a
   * database that was away for so long may have kept from this node: first all logs are looked at.
   */
  receive(event: EncodedEvent): void {
    if (!this.isFollowed(event.log)) return
    if (event.at <= this.#sureUntil) return this.#pace.push(event)
    if (this.#early.push(event) > EARLY) this.#early = []
    if (this.#checking === undefined) this.checkAll()
  }

  #receive(event: EncodedEvent): void {
    const { log, seq } = event
    const head = this.#heads.get(log)
    const held = this.#held.get(log)
    if (head === undefined ? held === undefined : seq === head + 1) this.#deliver(event)
    else if (held !== undefined) held.push(event)
    else if (head !== undefined && seq > head)
      this.fill(log, head + 1, seq - 1, event).catch(this.#output.onError)
  }

  /**
   * Follows logs from where they stand: what the bus still brings of before is known to be old. What
   * comes before that is known waits.
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

  /** From this seq on the log goes out; what waited goes first. Resolves when it has gone out. */
  #release(log: Log, head: number): Promise<void> {
    const held = this.#held.get(log) ?? []
    this.#held.delete(log)
    this.startAt(log, head)
    held.sort((a, b) => a.seq - b.seq)
    return this.#pace.pushFirst(held)
  }

  /** Reads a hole from the log; what comes before its time waits until then. */
  async fill(log: Log, from: number, to: number, ...early: EncodedEvent[]): Promise<void> {
    this.#held.set(log, [...(this.#held.get(log) ?? []), ...early])
    try {
      const missing = (await this.#source.between(log, from, to)).map(encode)
      this.#held.set(log, [...missing, ...(this.#held.get(log) ?? [])])
      await this.#release(log, from - 1)
    } catch (error) {
      // Not read: the next event of this log, or the next look, finds the hole again.
      this.#held.delete(log)
      throw error
    }
  }

  /** Silence may be a loss: compares the last seqs with those of the log. */
  checkAll(): void {
    if (this.#bus.isAlone) return
    this.#checkAgain = true
    this.#checking ??= this.#look()
      .catch((error) => {
        this.#output.onError(error)
        return Bun.sleep(RETRY_MS)
      })
      .finally(() => {
        this.#checking = undefined
      })
  }

  async #look(): Promise<void> {
    while (this.#checkAgain) {
      this.#checkAgain = false
      const now = await this.#source.now()
      let logs: readonly Log[] = [...this.#heads.keys()]
      for (;;) {
        logs = await this.#check(logs)
        if (logs.length === 0) break
        await Bun.sleep(BUSY_MS)
      }
      await this.#output.idle()
      this.#sureUntil = now + this.#source.commitWindowMs - COMMIT_MS
      const early = this.#early
      this.#early = []
      for (const event of early) if (this.isFollowed(event.log)) this.#pace.push(event)
    }
  }

  /** Answers those that are just being read. */
  async #check(logs: readonly Log[]): Promise<readonly Log[]> {
    if (logs.length === 0) return []
    const positions = (await this.#source.positions(logs)).entries()
    // What waits for its turn is not missing.
    await this.drained()
    const busy: Log[] = []
    const read = async () => {
      for (const [log, position] of positions) {
        const head = this.#heads.get(log)
        if (head === undefined || head >= position) continue
        if (this.#held.has(log)) busy.push(log)
        else await this.fill(log, head + 1, position)
      }
    }
    await Promise.all(Array.from({ length: READS }, read))
    return busy
  }

  /** Lets go of logs that nobody needs any more, some of them at a time. */
  sweep(isNeeded: (log: Log) => boolean): void {
    const idle: Log[] = []
    for (let i = 0; i < SWEPT; i++) {
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
    this.#pace.spend(event.text.length)
  }
}
