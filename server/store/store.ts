import { type Log, logOf, membershipsOf, type UserId } from '../../protocol/ids.ts'
import type { CommittedEvent } from '../../protocol/memberships.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Reader, Store, Tx } from '../domain/ports.ts'
import { DatabaseClock } from './engine/clock.ts'
import {
  Conflict,
  type Database,
  type Session,
  StatementError,
  Unavailable,
} from './engine/database.ts'
import { StatementBatcher } from './engine/statement-batcher.ts'
import { Cursors } from './log/cursor.ts'
import type { CommitTime } from './log/event-recorder.ts'
import { hydrateEvents } from './log/hydrate-events.ts'
import { between, type Missed, missed, type ReceivedSeqs } from './log/replay.ts'
import * as queries from './queries/queries.ts'
import { SqlReader } from './reader.ts'
import { time } from './tables/rows.ts'
import type { EventRow } from './tables/tables.ts'
import { SqlTx } from './tx.ts'

/** Writes that share one commit at the most: some 10 ms of work. */
const BATCH = 256
/** How often a write is tried that others are in the way of, and until how long after it began, in ms. */
const TRIES = 5
const TRIES_MS = 3000
/** How long a write waits at most until it is begun, in ms. */
const WAIT_MS = 8000
/** A transaction that takes longer than this, in ms, does not hold up the writes behind it. */
const SLOW_MS = 250
/** Transactions that are under way at once at the most: all but the last one are slow. */
const LANES = 4
/** For how long a stored write shows that the next one can be stored, in ms. */
const FRESH_MS = 5000
/** The log whose counter is raised to find out whether writes are stored. It has no events. */
const PROBE = 'probe' as Log
/** How long the fate of a commit is asked for, whose answer was lost. */
const FATE_MS = 8000

type Job = {
  readonly work: (tx: SqlTx) => Promise<unknown>
  readonly once: string | undefined
  /** By the monotonic clock. */
  readonly since: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}
type Done = { readonly job: Job; readonly end: () => void }

/** A job threw after it had written: everything is rolled back, and the others are run without it. */
class Undo extends Error {
  constructor(readonly ended: Done) {
    super('undo')
  }
}

export type StoreOptions = {
  readonly cursorSecret: string
  /** What a commit recorded, as soon as it is on disk. */
  readonly onCommit: (recorded: readonly CommittedEvent[]) => void
  readonly onError: (error: unknown) => void
}

/** The same promises on every database: shared commits, one moment for what is read, the log. */
export class SqlStore implements Store {
  readonly clock = new DatabaseClock()
  readonly #database: Database
  readonly #options: StoreOptions
  readonly #cursors: Cursors
  readonly #lanesMax: number
  #jobs: Job[] = []
  #lanes = 0
  #writing: Promise<unknown> = Promise.resolve()
  /** Lanes whose transaction takes longer than `SLOW_MS`. */
  #slow = 0
  /** When a write was last stored, and when one could not be, by the monotonic clock. */
  #storedAt = Number.NEGATIVE_INFINITY
  #failedAt = Number.NEGATIVE_INFINITY

  constructor(database: Database, options: StoreOptions) {
    this.#database = database
    this.#lanesMax = database.shares === 'in turn' ? 1 : LANES
    this.#options = options
    this.#cursors = new Cursors(options.cursorSecret)
  }

  /** Writes that wait for their turn. */
  get waiting(): number {
    return this.#jobs.length
  }

  get commitWindowMs(): number {
    return this.#database.commitWindowMs
  }

  write<T>(work: (tx: Tx) => Promise<T>, once?: string): Promise<T> {
    return this.#queue(work, once)
  }

  #queue<T>(work: (tx: SqlTx) => Promise<T>, once?: string): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const done = resolve as (value: unknown) => void
      this.#jobs.push({ work, once, since: performance.now(), resolve: done, reject })
      this.#openLane()
    })
  }

  /** Resolves where writes are stored: one just was, or the one that this makes is. Refuses `unavailable`. */
  async checkWrites(): Promise<void> {
    const isFresh = performance.now() - this.#storedAt < FRESH_MS
    if (isFresh && this.#storedAt > this.#failedAt) return
    await this.#queue((tx) => tx.recorder.takeSeq(PROBE))
  }

  async writeUnannounced<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#database.shares === 'in turn') return this.write(work)
    const until = performance.now() + TRIES_MS
    for (let tries = 1; ; tries++)
      try {
        return await this.#database.write(async (session) => {
          const at = this.clock.read(await session.now())
          return work(new SqlTx(session, { at, cursor: this.#cursors.encode(at) }))
        })
      } catch (error) {
        if (!(error instanceof Conflict) || tries === TRIES || performance.now() > until)
          throw this.#refusalOf(error)
      }
  }

  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#read(async (session) => {
      // Asked for first: what is read is not younger than its cursor.
      const at = this.clock.read(await session.now())
      return work(new SqlReader(session, at, this.commitWindowMs, () => this.#cursors.encode(at)))
    })
  }

  logsOf(user: UserId): Promise<Log[]> {
    return this.#read(async (session) => {
      const since = Number.MAX_SAFE_INTEGER // those who have left do not come into it
      const rooms = await session.all(queries.logsOf, { user, since })
      return [logOf(user), membershipsOf(user), ...rooms.map(({ log }) => log)]
    })
  }

  now(): Promise<number> {
    return this.#read(async (session) => this.clock.read(await session.now()))
  }

  positions(logs: readonly Log[]): Promise<ReadonlyMap<Log, number>> {
    return this.#read(async (session) => {
      const rows = await session.many(
        queries.log,
        logs.map((log) => ({ log })),
      )
      return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.log, row.seq]])))
    })
  }

  /** See `missed`. Refuses a `cursor` that is not ours. */
  async missed(
    user: UserId,
    cursor: string | undefined,
    received: ReceivedSeqs,
  ): Promise<Missed & CommitTime> {
    const since = cursor === undefined ? undefined : this.#cursors.decode(cursor)
    return this.#read(async (session) => {
      const at = this.clock.read(await session.now())
      const found = await missed(session, user, since, received, at, this.commitWindowMs)
      return { ...found, at, cursor: this.#cursors.encode(at) }
    })
  }

  hydrate(entries: readonly EventRow[]): Promise<CommittedEvent[]> {
    return this.#read((session) => hydrateEvents(session, this.#cursors, entries))
  }

  between(log: Log, from: number, to: number): Promise<CommittedEvent[]> {
    return this.#read((session) => between(session, this.#cursors, log, from, to))
  }

  /** Finishes what is being written. */
  async close(): Promise<void> {
    await this.#writing
    await this.#database.close()
  }

  async #read<T>(work: Parameters<Database['read']>[0]): Promise<T> {
    try {
      return (await this.#database.read(work)) as T
    } catch (error) {
      throw this.#refusalOf(error)
    }
  }

  /** One transaction at a time, as many writes share it then; a further one beside those that are slow. */
  #openLane(): void {
    const isBusy = this.#lanes > this.#slow || this.#lanes === this.#lanesMax
    if (isBusy || this.#jobs.length === 0) return
    this.#lanes++
    this.#writing = Promise.all([this.#writing, this.#writeAll()])
  }

  /** Everything that arrived in one turn of the event loop shares a commit, and so an fsync. */
  async #writeAll(): Promise<void> {
    while (this.#jobs.length > 0 && this.#lanes - this.#slow <= 1) {
      await new Promise<void>((resolve) => setImmediate(resolve))
      const jobs = this.#begin(this.#jobs.splice(0, this.#size()))
      if (jobs.length === 0) continue
      let isSlow = false
      const timer = setTimeout(() => {
        isSlow = true
        this.#slow++
        this.#openLane()
      }, SLOW_MS)
      await this.#writeBatch(jobs)
      clearTimeout(timer)
      if (isSlow) this.#slow--
    }
    this.#lanes--
  }

  /** Those that have not waited for too long: a client has given up by then, or soon will. */
  #begin(jobs: readonly Job[]): readonly Job[] {
    const since = performance.now() - WAIT_MS
    const late = jobs.filter((job) => job.since < since)
    if (late.length === 0) return jobs
    const refusal = this.#refusalOf(
      new Unavailable(new Error(`${late.length} writes waited for ${WAIT_MS} ms`)),
    )
    for (const { reject } of late) reject(refusal)
    return jobs.filter((job) => job.since >= since)
  }

  /** How many of the waiting jobs go into one transaction. */
  #size(): number {
    if (this.#database.shares === 'in turn') return BATCH
    const seen = new Set<string>()
    let size = 0
    for (const { once } of this.#jobs) {
      if (once === undefined || seen.has(once) || size === BATCH) break
      if (once !== '') seen.add(once)
      size++
    }
    return Math.max(1, size)
  }

  async #writeBatch(jobs: readonly Job[], tries = 1): Promise<void> {
    let outcome: Outcome | undefined
    try {
      outcome = await this.#database.write(async (session) => {
        const at = this.clock.read(await session.now())
        const moment = { at, cursor: this.#cursors.encode(at) }
        const inStep = jobs.length > 1 && this.#database.shares === 'in step'
        outcome = inStep
          ? await runBatched(session, moment, jobs)
          : await runOneByOne(session, moment, jobs)
        // @planted acknowledge
        return outcome
      })
      this.#committed(outcome)
    } catch (error) {
      await this.#failed(error, jobs, outcome, tries)
    }
  }

  #committed({ done, recorded }: Outcome): void {
    this.#storedAt = performance.now()
    if (recorded.length > 0) this.#options.onCommit(recorded)
    for (const { end } of done) end()
  }

  async #failed(
    error: unknown,
    jobs: readonly Job[],
    outcome: Outcome | undefined,
    tries: number,
  ): Promise<void> {
    if (error instanceof Undo) {
      error.ended.end()
      const others = jobs.filter((job) => job !== error.ended.job)
      return others.length > 0 ? this.#writeBatch(others) : undefined
    }
    if (error instanceof StatementError && jobs.length > 1) {
      // One of them is at fault, and the others are not.
      const half = Math.ceil(jobs.length / 2)
      await this.#writeBatch(jobs.slice(0, half), tries)
      return this.#writeBatch(jobs.slice(half), tries)
    }
    const isLate = performance.now() - Math.min(...jobs.map(({ since }) => since)) > TRIES_MS
    if (error instanceof Conflict && tries < TRIES && !isLate) {
      // One at a time they cannot be in each other's way.
      if (jobs.length === 1) return this.#writeBatch(jobs, tries + 1)
      for (const job of jobs) await this.#writeBatch([job], tries + 1)
      return
    }
    if (error instanceof Unavailable) this.#failedAt = performance.now()
    if (error instanceof Unavailable && error.mayHaveCommitted && outcome !== undefined)
      if (await this.#isStored(outcome.recorded)) return this.#committed(outcome)
    const told = this.#refusalOf(error)
    for (const { reject } of jobs) reject(told)
  }

  #refusalOf(error: unknown): unknown {
    if (error instanceof StatementError) return error.cause
    if (!(error instanceof Unavailable) && !(error instanceof Conflict)) return error
    this.#options.onError(error)
    return new Refusal('unavailable')
  }

  /**
   * The connection broke while it was committing. Its first event is there or it is not, and the lock
   * on its log's counter, once it can be had, says that there is nothing more to wait for.
   */
  async #isStored([event]: readonly CommittedEvent[]): Promise<boolean> {
    if (event === undefined) return false
    const { log, seq } = event
    for (const until = performance.now() + FATE_MS; performance.now() < until; await Bun.sleep(100))
      try {
        return await this.#database.write(async (session) => {
          await session.first(queries.lockLog, { log })
          const row = await session.first(queries.event, { log, seq })
          return row !== undefined && time(row.at) === event.at && row.type === event.type
        })
      } catch (error) {
        if (!(error instanceof Unavailable) && !(error instanceof Conflict)) throw error
      }
    return false
  }
}

/** What a transaction did, and how its jobs end once it is committed. */
type Outcome = { readonly done: readonly Done[]; readonly recorded: readonly CommittedEvent[] }

async function runOneByOne(
  session: Session,
  moment: CommitTime,
  jobs: readonly Job[],
): Promise<Outcome> {
  const tx = new SqlTx(session, moment)
  const done: Done[] = []
  for (const job of jobs) done.push(await run(job, tx))
  return { done, recorded: tx.recorder.recorded }
}

/** All take their steps together, so that each step is one round trip, whatever their number. */
async function runBatched(
  session: Session,
  moment: CommitTime,
  jobs: readonly Job[],
): Promise<Outcome> {
  const steps = new StatementBatcher(session)
  const txs = jobs.map(() => new SqlTx(steps, moment))
  const done = await Promise.all(jobs.map((job, i) => run(job, txs[i] as SqlTx)))
  return { done, recorded: txs.flatMap((tx) => tx.recorder.recorded).sort((a, b) => a.seq - b.seq) }
}

/** A job that throws before it wrote anything leaves no trace, and so disturbs nobody. */
async function run(job: Job, tx: SqlTx): Promise<Done> {
  tx.recorder.hasWritten = false
  try {
    const value = await job.work(tx)
    return { job, end: () => job.resolve(value) }
  } catch (error) {
    if (
      error instanceof Unavailable ||
      error instanceof Conflict ||
      error instanceof StatementError
    )
      throw error
    const ended = { job, end: () => job.reject(error) }
    if (tx.recorder.hasWritten) throw new Undo(ended)
    return ended
  }
}
