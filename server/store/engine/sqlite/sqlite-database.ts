import { SQLiteError, type Database as Sqlite } from 'bun:sqlite'
import type { Kysely } from 'kysely'
import * as queries from '../../queries/queries.ts'
import type { Tables } from '../../tables/tables.ts'
import { type Database, type DatabaseEvents, type Session, Unavailable } from '../database.ts'
import { BUSY_MS, beginImmediate, retryMs } from './begin-immediate.ts'
import { Connection, toStoreError } from './connection.ts'
import { CLOCK, type Continuity } from './continuity.ts'
import { Sharing } from './sharing.ts'
import { StoredClock } from './stored-clock.ts'
import { Vacuum } from './vacuum.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

/**
 * SQLite in the process. One connection writes. Between its transactions it also reads, because its own commits
 * do not empty its cache. From the begin of a write until it is on disk the other connection reads: a reader on the
 * writer's connection would see changes that may be rolled back, or that a power failure may undo.
 *
 * The event loop never waits for the disk: a commit is synced on another thread, and acknowledged after that. If the disk
 * reports an error, nobody knows what is on it, and the kernel does not report the error twice: the database accepts
 * nothing more, and `onBroken` is called.
 */
export class SqliteDatabase implements Database {
  /** One writer, one transaction at a time: commits reach the disk in the order of their times. */
  readonly commitWindowMs = 0
  readonly commits = 'sequential'
  readonly warnings: readonly string[]
  readonly #continuity: Continuity
  readonly #writer: Connection
  readonly #reader: Connection
  readonly #clock: StoredClock
  readonly #log: WriteAheadLog
  readonly #vacuum: Vacuum
  readonly #sharing: Sharing
  readonly #onBroken: (error: unknown) => void
  #broken: Unavailable | undefined
  #reading: Promise<void> = Promise.resolve()
  #writing: Promise<void> = Promise.resolve()
  /** Resolves when a read on the writer's connection ends. */
  #readOnWriter: Promise<void> | undefined
  /** The number of writes that wait or run: then reads use the other connection. */
  #writes = 0
  /** From the time of a write until the write is on disk. */
  #isWriting = false
  /** Whether a read is running on the reader's connection. */
  #isReading = false
  /** Whether the reader's connection keeps its snapshot until the last commit is on disk. */
  #isHeld = false
  /** The time of the running write. */
  #writeTime = 0
  /** Stores a later limit of the clock, for reads. */
  #raising: Promise<void> | undefined
  /** Whether the clock had stopped before that began. */
  #isRaisedLate = false
  /** Whether no later limit could be stored: the disk is full, or another program holds the lock. */
  #hasNotRaised = false

  constructor(
    path: string,
    db: Kysely<Tables>,
    writer: Sqlite,
    reader: Sqlite,
    continuity: Continuity,
    { onStatement, onBroken }: Required<DatabaseEvents>,
  ) {
    this.#vacuum = new Vacuum(path)
    this.#continuity = continuity
    this.#onBroken = onBroken
    this.#writer = new Connection(
      db,
      writer,
      () => (this.#isWriting ? this.#writeTime : this.#clock.time),
      onStatement,
    )
    this.#reader = new Connection(db, reader, () => this.#now(), onStatement)
    const warning = continuity.begin(this.#writer.settings)
    const limit = Number(this.#writer.settings.get(CLOCK))
    this.#clock = new StoredClock(this.#reader.get(queries.lastTime, {})?.at ?? 0, limit)
    this.warnings = warning === undefined ? [] : [warning]
    // The mark is in the file itself, so that a copy of the file alone has it.
    writer.run('pragma wal_checkpoint(truncate)')
    void continuity.raised()
    this.#log = new WriteAheadLog(path, writer)
    this.#sharing = new Sharing(writer)
  }

  async write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#inWriteTurn(async () => {
      const done = await this.#transact(work)
      if (this.#log.isLong) void this.#inWriteTurn(() => this.#emptyLog()).catch(() => undefined)
      return done
    })
  }

  /** Reads run one at a time, because two reads on one connection would share a transaction. */
  async read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    await this.#followTime()
    return this.#inReadTurn((ended) => {
      if (this.#writes > 0) return this.#readBeside(work)
      this.#readOnWriter = ended
      return this.#readHere(work)
    })
  }

  /** The file belongs to this process: `DataLock` keeps other nodes out. */
  async enter(): Promise<boolean> {
    return true
  }

  /**
   * Deleted rows are overwritten already. When SQLite moved rows to other pages before, it can have left copies in unused
   * parts of pages, which only a vacuum removes. Then the log is emptied, which has the last commits.
   */
  async scrub(): Promise<void> {
    await this.#vacuum.run()
    const old = this.#log.header
    const empty = () =>
      this.#inWriteTurn(async () => (await this.#emptyLog(true)) || this.#log.cut(old))
    for (let attempts = 1; !(await empty()); attempts++) await Bun.sleep(retryMs(attempts))
  }

  async close(): Promise<void> {
    await this.#vacuum.running
    await this.#writing
    await this.#reading
    try {
      this.#continuity.end(this.#writer.settings)
    } catch {
      // The disk is full or gone. The next start finds the log, which shows that nothing is missing.
    }
    this.#reader.database.close()
    this.#writer.database.close()
    this.#log.close()
    await this.#continuity.raised()
  }

  /** Runs one write, or another work that excludes writes, at a time. */
  async #inWriteTurn<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#writing
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#writing = promise
    this.#writes++
    try {
      await before
      for (let other = this.#other; other !== undefined; other = this.#other) await other
      this.#requireWhole()
      return await work()
    } finally {
      this.#writes--
      resolve()
    }
  }

  /** What a write waits for. */
  get #other(): Promise<void> | undefined {
    return this.#vacuum.running ?? this.#readOnWriter
  }

  async #inReadTurn<T>(work: (ended: Promise<void>) => Promise<T>): Promise<T> {
    const before = this.#reading
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#reading = promise
    await before
    try {
      this.#requireWhole()
      return await work(promise)
    } finally {
      resolve()
    }
  }

  async #readHere<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { database } = this.#writer
    try {
      this.#clock.tick()
      database.query('begin').run()
      return await work(this.#sharing.session(this.#writer))
    } catch (error) {
      throw toStoreError(error)
    } finally {
      if (database.inTransaction) database.query('commit').run()
      this.#readOnWriter = undefined
    }
  }

  /** Reads beside a write. */
  async #readBeside<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { database } = this.#reader
    this.#isReading = true
    try {
      if (!database.inTransaction) database.query('begin').run()
      return await work(this.#sharing.session(this.#reader))
    } catch (error) {
      throw toStoreError(error)
    } finally {
      this.#isReading = false
      this.#endSnapshot()
    }
  }

  async #transact<T>(work: (session: Session) => Promise<T>, waitMs = BUSY_MS): Promise<T> {
    const { database } = this.#writer
    this.#clock.tick()
    this.#writeTime = this.#clock.now()
    this.#isWriting = true
    try {
      this.#log.beginWrite()
      const limit = this.#clock.due
      await beginImmediate(database, waitMs)
      if (limit !== undefined)
        this.#writer.get(queries.putSetting, { name: CLOCK, value: `${limit}` })
      const done = await work(this.#writer)
      if (this.#log.changes === 0) database.query('commit').run()
      else await this.#commit()
      this.#clock.committed(this.#writeTime, limit)
      if (limit !== undefined) void this.#continuity.raised(limit)
      return done
    } catch (error) {
      if (database.inTransaction) database.query('rollback').run()
      throw toStoreError(error)
    } finally {
      this.#isWriting = false
      this.#log.endWrite()
    }
  }

  /** Commits, and waits until that is on disk. Meanwhile reads see what was on disk before. */
  async #commit(): Promise<void> {
    const commit = () => {
      this.#sharing.beforeCommit()
      this.#writer.database.query('commit').run()
    }
    await this.#inSnapshot(() => this.#log.sync().catch((error) => this.#break(error)), commit)
  }

  /** The reader's connection has a snapshot from before `begin` until the end of the work. */
  async #inSnapshot(work: () => Promise<void>, begin = (): void => undefined): Promise<void> {
    try {
      await this.#inReadTurn(async () => {
        this.#isHeld = true
        this.#reader.beginSnapshot()
        begin()
      })
      await work()
    } finally {
      this.#isHeld = false
      this.#endSnapshot()
    }
  }

  #endSnapshot(): void {
    if (this.#isHeld || this.#isReading) return
    if (this.#reader.database.inTransaction) this.#reader.database.query('commit').run()
    this.#sharing.afterCommit()
  }

  /** Returns false if another program reads from the log. */
  #emptyLog(isCut?: boolean): Promise<boolean> {
    const held = (work: () => Promise<void>) => this.#inSnapshot(work)
    const alone = (work: () => void) => this.#inReadTurn(async () => work())
    return this.#log
      .empty({ held, alone }, isCut)
      .catch((error) => (error instanceof SQLiteError ? false : this.#break(error)))
  }

  #break(error: unknown): never {
    this.#broken = new Unavailable(error)
    this.#onBroken(error)
    throw this.#broken
  }

  #requireWhole(): void {
    if (this.#broken !== undefined) throw this.#broken
  }

  /**
   * Stores a later limit of the clock in time. After a pause the clock has stopped, and the limit is waited for, unless it
   * cannot be stored. While the disk is busy the clock stops, too, and reads go on: no event is hidden by that.
   */
  async #followTime(): Promise<void> {
    if (this.#clock.due === undefined) return
    if (this.#raising === undefined) this.#isRaisedLate = this.#clock.isStopped
    this.#raising ??= this.#inWriteTurn(() => this.#transact(async () => undefined, 0))
      .then(
        () => false,
        () => true,
      )
      .then((hasFailed) => {
        this.#hasNotRaised = hasFailed
        this.#raising = undefined
      })
    if (this.#isRaisedLate && !this.#hasNotRaised) await this.#raising
  }

  /** The time of a snapshot: every event that is not in it, also of the running write, has no earlier time. */
  #now(): number {
    return this.#isWriting ? this.#clock.time : this.#clock.tick()
  }
}
