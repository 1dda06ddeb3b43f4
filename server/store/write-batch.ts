import type { CommittedEvent } from '../../protocol/memberships.ts'
import {
  Conflict,
  type Database,
  type Session,
  StatementError,
  Unavailable,
} from './engine/database.ts'
import { StatementBatcher } from './engine/statement-batcher.ts'
import type { CommitTime, EventRecorder } from './log/event-recorder.ts'
import * as queries from './queries/queries.ts'
import { time } from './tables/rows.ts'
import { SqlTx } from './tx.ts'
import { Waves } from './waves.ts'

/** How often a write is tried if it conflicts with others, and until how long after it was queued, in ms. */
export const RETRY = { times: 5, ms: 3000 }
/** How long the outcome of a commit is looked up after its answer was lost, in ms. */
const OUTCOME_MS = 8000

/** A call of `Store.write` that waits for its transaction. */
export type QueuedWrite = {
  readonly work: (tx: SqlTx) => Promise<unknown>
  /** See `Store.write`. */
  readonly keys: readonly string[] | undefined
  /** When it was queued, by the monotonic clock. */
  readonly queuedAt: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A write whose work has run. `end` settles its promise. */
type Finished = { readonly write: QueuedWrite; readonly end: () => void }

/** What a transaction did: the writes to settle and the events to publish after its commit. */
type Outcome = {
  readonly done: readonly Finished[]
  readonly recorded: readonly CommittedEvent[]
  readonly hasAddedJobs: boolean
}

/** A write threw after it had changed rows: the transaction is rolled back, and the others run without it. */
class Undo extends Error {
  constructor(readonly failed: Finished) {
    super('undo')
  }
}

export type BatchOptions = {
  readonly database: Database
  /** Reads the time of a transaction. */
  readonly timeOf: (session: Session) => Promise<CommitTime>
  /** Receives the events of a commit, as soon as it is on disk. */
  readonly onCommit: (recorded: readonly CommittedEvent[]) => void
  /** Called after a commit that added background jobs. */
  readonly onJobs: () => void
  /** Called after each transaction, with its begin by `performance.now()`. */
  readonly onStored: (startedAt: number) => void
  /** The error with which a write is rejected. */
  readonly refusalOf: (error: unknown) => unknown
}

/** Runs the writes of a batch in one transaction, and settles each of them. */
export class BatchWriter {
  readonly #options: BatchOptions
  /** When a row was last stored, and when a write could not be, by the monotonic clock. */
  #storedAt = Number.NEGATIVE_INFINITY
  #failedAt = Number.NEGATIVE_INFINITY

  constructor(options: BatchOptions) {
    this.#options = options
  }

  /** A row is stored. A transaction can also commit without any, which a full or read-only database permits. */
  noteStored(): void {
    this.#storedAt = performance.now()
  }

  /** Whether a row was stored within the last `ms`, and no write has failed since. */
  hasStoredWithin(ms: number): boolean {
    return performance.now() - this.#storedAt < ms && this.#storedAt > this.#failedAt
  }

  /** Whether a write could not be stored within the last `ms`, and no row has been since. */
  hasFailedWithin(ms: number): boolean {
    return performance.now() - this.#failedAt < ms && this.#failedAt > this.#storedAt
  }

  async write(writes: readonly QueuedWrite[], tries = 1): Promise<void> {
    const { database, timeOf } = this.#options
    let outcome: Outcome | undefined
    const startedAt = performance.now()
    try {
      outcome = await database.write(async (session) => {
        const time = await timeOf(session)
        outcome =
          database.commits === 'batched'
            ? await runBatched(session, time, writes)
            : await runOneByOne(session, time, writes)
        // @planted acknowledge
        return outcome
      })
      this.#options.onStored(startedAt)
      this.#committed(outcome)
    } catch (error) {
      await this.#failed(error, writes, outcome, tries)
    }
  }

  #committed({ done, recorded, hasAddedJobs }: Outcome): void {
    if (recorded.length > 0) {
      this.noteStored()
      this.#options.onCommit(recorded)
    }
    for (const { end } of done) end()
    if (hasAddedJobs) this.#options.onJobs()
  }

  async #failed(
    error: unknown,
    writes: readonly QueuedWrite[],
    outcome: Outcome | undefined,
    tries: number,
  ): Promise<void> {
    if (error instanceof Undo) {
      error.failed.end()
      const others = writes.filter((write) => write !== error.failed.write)
      return others.length > 0 ? this.write(others) : undefined
    }
    if (error instanceof StatementError && writes.length > 1) {
      // The statement of one write failed. Halving finds it, and the others are stored.
      const half = Math.ceil(writes.length / 2)
      await this.write(writes.slice(0, half), tries)
      return this.write(writes.slice(half), tries)
    }
    const isLate =
      performance.now() - Math.min(...writes.map(({ queuedAt }) => queuedAt)) > RETRY.ms
    if (error instanceof Conflict && tries < RETRY.times && !isLate) {
      // Writes that run one after another cannot conflict with each other.
      for (const write of writes) await this.write([write], tries + 1)
      return
    }
    if (error instanceof Unavailable) this.#failedAt = performance.now()
    if (error instanceof Unavailable && error.mayHaveCommitted && outcome !== undefined)
      if (await this.#isStored(outcome.recorded)) return this.#committed(outcome)
    const refusal = this.#options.refusalOf(error)
    for (const { reject } of writes) reject(refusal)
  }

  /**
   * Looks up whether a commit happened, after its connection broke. Either all of its events are stored or
   * none, so the first one is enough. The lock on its log's counter shows that the transaction has ended.
   */
  async #isStored([event]: readonly CommittedEvent[]): Promise<boolean> {
    if (event === undefined) return false
    const { log, seq } = event
    const until = performance.now() + OUTCOME_MS
    for (; performance.now() < until; await Bun.sleep(100))
      try {
        return await this.#options.database.write(async (session) => {
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

async function runOneByOne(
  session: Session,
  time: CommitTime,
  writes: readonly QueuedWrite[],
): Promise<Outcome> {
  const tx = new SqlTx(session, time)
  const done: Finished[] = []
  for (const write of writes) done.push(await run(write, tx))
  const { recorded, hasAddedJobs } = tx.recorder
  return { done, recorded, hasAddedJobs }
}

/**
 * Runs all writes side by side, so that each of their steps is one round trip, whatever their number. Writes with a key
 * in common run one after the other.
 */
async function runBatched(
  session: Session,
  time: CommitTime,
  writes: readonly QueuedWrite[],
): Promise<Outcome> {
  const batcher = new StatementBatcher(session)
  const waves = new Waves()
  const recorders: EventRecorder[] = []
  const done: Finished[] = []
  const runIn = async (write: QueuedWrite) => {
    const tx = new SqlTx(batcher, time)
    recorders.push(tx.recorder)
    await run(write, tx).then(
      (finished) => done.push(finished),
      (error) => batcher.stop(error),
    )
  }
  for (const [, wave] of Map.groupBy(writes, ({ keys = [] }) => waves.next(keys))) {
    // All of them have ended before the transaction is rolled back: none continues after that.
    await Promise.all(wave.map(runIn))
    if (batcher.stopped !== undefined) throw batcher.stopped.error
  }
  const recorded = recorders.flatMap((recorder) => recorder.recorded)
  return {
    done,
    recorded: writes.length > 1 ? recorded.sort(inOrder) : recorded,
    hasAddedJobs: recorders.some(({ hasAddedJobs }) => hasAddedJobs),
  }
}

/** Logs in the order of their seqs, and those of rooms first: what a user's own log reports refers to them. */
const inOrder = (a: CommittedEvent, b: CommittedEvent): number =>
  Number(isOfRoom(b)) - Number(isOfRoom(a)) || a.seq - b.seq

const isOfRoom = ({ log }: CommittedEvent): boolean => log.startsWith('room_')

/** A write that throws before it changed anything leaves nothing to roll back. */
async function run(write: QueuedWrite, tx: SqlTx): Promise<Finished> {
  tx.recorder.beginWrite()
  try {
    const value = await write.work(tx)
    await tx.recorder.endWrite()
    return { write, end: () => write.resolve(value) }
  } catch (error) {
    const isOfDatabase =
      error instanceof Unavailable || error instanceof Conflict || error instanceof StatementError
    if (isOfDatabase) throw error
    const failed = { write, end: () => write.reject(error) }
    if (tx.recorder.hasWritten) throw new Undo(failed)
    return failed
  }
}
