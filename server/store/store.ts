import { type Log, logOf, membershipsOf, type SessionId, type UserId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
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
import { Cursors } from './log/cursor.ts'
import type { CommitTime } from './log/event-recorder.ts'
import { hydrateEvents } from './log/hydrate-events.ts'
import { between, type Missed, missed, type ReceivedSeqs, requireOpen } from './log/replay.ts'
import { SharedHydration } from './log/shared-hydration.ts'
import { SharedSnapshot } from './log/shared-snapshot.ts'
import * as queries from './queries/queries.ts'
import { SqlReader } from './reader.ts'
import type { Run } from './tables/statement.ts'
import type { EventRow } from './tables/tables.ts'
import { atMoment } from './tables/visible-rows.ts'
import { SqlTx } from './tx.ts'
import { BatchWriter, RETRY } from './write-batch.ts'
import { WriteQueue } from './write-queue.ts'

/** How long a stored write shows that the next one can be stored, in ms. */
const FRESH_MS = 5000
/** How long a failed write shows that the next one fails, too, in ms: a load balancer asks about as often. */
const FAILED_MS = 1000
/** The log whose counter is raised to check whether writes are stored. It has no events. */
const PROBE = 'probe' as Log

export type StoreOptions = {
  readonly cursorSecret: string
  /** How far a replay goes back, in ms. */
  readonly replayMs?: number
  /** Receives the events of a commit, as soon as it is on disk. */
  readonly onCommit: (recorded: readonly CommittedEvent[]) => void
  /** Called after a commit that added background jobs. */
  readonly onJobs?: () => void
  /** Called after each transaction of writes, with its begin by `performance.now()`. */
  readonly onStored?: (startedAt: number) => void
  readonly onError: (error: unknown) => void
}

/** The store on any of the databases: shared commits, reads of one moment, and the log. */
export class SqlStore implements Store {
  readonly clock = new DatabaseClock()
  readonly #database: Database
  readonly #onError: (error: unknown) => void
  readonly #replayMs: number
  readonly #cursors: Cursors
  readonly #writer: BatchWriter
  readonly #queue: WriteQueue
  readonly #snapshot = new SharedSnapshot((work) =>
    this.#read(async (session) => work({ run: session, time: await this.#timeOf(session) })),
  )
  readonly #hydration = new SharedHydration((entries) =>
    this.#read(async (session) =>
      hydrateEvents(await this.#atNow(session), this.#cursors, entries),
    ),
  )

  constructor(
    database: Database,
    {
      cursorSecret,
      replayMs = LIMITS.resumeMs,
      onCommit,
      onJobs = () => undefined,
      onStored = () => undefined,
      onError,
    }: StoreOptions,
  ) {
    this.#database = database
    this.#onError = onError
    this.#replayMs = replayMs
    this.#cursors = new Cursors(cursorSecret)
    const refusalOf = (error: unknown) => this.#refusalOf(error)
    const timeOf = (session: Session) => this.#timeOf(session)
    this.#writer = new BatchWriter({ database, timeOf, onCommit, onJobs, onStored, refusalOf })
    this.#queue = new WriteQueue(database.commits, this.#writer, refusalOf)
  }

  /** The number of writes that have not begun. */
  get waiting(): number {
    return this.#queue.length
  }

  get commitWindowMs(): number {
    return this.#database.commitWindowMs
  }

  write<T>(work: (tx: Tx) => Promise<T>, keys?: readonly string[]): Promise<T> {
    return this.#queue.add(work, keys)
  }

  /**
   * Resolves if writes are stored: either an event just was, or this row is. Refuses `unavailable`, and at once if a write has
   * just failed: another one could wait for the database as long as the caller does.
   */
  async checkWrites(): Promise<void> {
    if (this.#writer.hasStoredWithin(FRESH_MS)) return
    if (this.#writer.hasFailedWithin(FAILED_MS)) throw new Refusal('unavailable')
    await this.#queue.add((tx) => tx.recorder.takeSeq(PROBE))
    this.#writer.noteStored()
  }

  async writeUnannounced<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#database.commits === 'sequential') return this.write(work)
    const until = performance.now() + RETRY.ms
    for (let tries = 1; ; tries++)
      try {
        return await this.#database.write(async (session) => {
          const tx = new SqlTx(session, await this.#timeOf(session))
          const value = await work(tx)
          await tx.recorder.endWrite()
          return value
        })
      } catch (error) {
        const isOver = tries === RETRY.times || performance.now() > until
        if (!(error instanceof Conflict) || isOver) throw this.#refusalOf(error)
      }
  }

  scrub(): Promise<void> {
    return this.#database.scrub()
  }

  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#read(async (session) => {
      // The time is read first, so that everything else is not older than the cursor.
      const at = await this.#now(session)
      return work(new SqlReader(session, at, this.commitWindowMs, () => this.#cursors.encode(at)))
    })
  }

  /** The logs that a user receives now. */
  logsOf(user: UserId): Promise<Log[]> {
    return this.#read(async (session) => {
      const since = Number.MAX_SAFE_INTEGER // without the rooms that the user has left
      const rooms = await session.all(queries.logsOf, { user, since })
      return [logOf(user), membershipsOf(user), ...rooms.map(({ log }) => log)]
    })
  }

  now(): Promise<number> {
    return this.#read((session) => this.#now(session))
  }

  /** The last seq of each log that exists. */
  positions(logs: readonly Log[]): Promise<ReadonlyMap<Log, number>> {
    return this.#read(async (session) => {
      const rows = await session.many(
        queries.log,
        logs.map((log) => ({ log })),
      )
      return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.log, row.seq]])))
    })
  }

  /** See `missed`. Refuses a `cursor` of another deployment. */
  async missed(
    { user, session: opened }: { readonly user: UserId; readonly session: SessionId | undefined },
    cursor: string | undefined,
    received: ReceivedSeqs,
  ): Promise<Missed & CommitTime> {
    const since = cursor === undefined ? undefined : this.#cursors.decode(cursor)
    return this.#snapshot.read(async ({ run, time }, logs) => {
      await requireOpen(run, user, opened, time.at)
      const window = { replayMs: this.#replayMs, commitWindowMs: this.commitWindowMs }
      const found = await missed(run, logs, user, since, received, time.at, window)
      return { ...found, ...time }
    })
  }

  /** The events as they are after this call. Callers of the same moment receive the same objects. */
  hydrate(entries: readonly EventRow[]): Promise<readonly CommittedEvent[]> {
    return this.#hydration.hydrate(entries)
  }

  between(log: Log, from: number, to: number): Promise<CommittedEvent[]> {
    return this.#read(async (session) =>
      between(await this.#atNow(session), this.#cursors, log, from, to),
    )
  }

  /** Ends the running writes, then the database. */
  async close(): Promise<void> {
    await this.#queue.close()
    await this.#database.close()
  }

  async #now(session: Session): Promise<number> {
    return this.clock.read(await session.now())
  }

  async #atNow(session: Session): Promise<Run> {
    return atMoment(session, await this.#now(session))
  }

  async #timeOf(session: Session): Promise<CommitTime> {
    const at = await this.#now(session)
    return { at, cursor: this.#cursors.encode(at) }
  }

  async #read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await this.#database.read(work)
    } catch (error) {
      throw this.#refusalOf(error)
    }
  }

  #refusalOf(error: unknown): unknown {
    if (error instanceof StatementError) return error.cause
    if (!(error instanceof Unavailable) && !(error instanceof Conflict)) return error
    this.#onError(error)
    return new Refusal('unavailable')
  }
}
