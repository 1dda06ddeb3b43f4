import { SQLiteError, Database as Sqlite } from 'bun:sqlite'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import { migrateSqlite } from '../../migrations/sqlite.ts'
import { QUIET, type StartUp } from '../../migrations/start-up.ts'
import * as queries from '../../queries/queries.ts'
import type { Tables } from '../../tables/tables.ts'
import { type Database, type OnStatement, type Session, UNTIMED, Unavailable } from '../database.ts'
import { makePrivate } from '../private-file.ts'
import { Connection, toStoreError } from './connection.ts'
import { Continuity } from './continuity.ts'
import { sqliteDialect } from './dialect.ts'
import { Vacuum } from './vacuum.ts'

/** How far ahead of the clock its stored limit is set, in ms: this costs one commit in so long. */
const AHEAD_MS = 1000
/** How long a write waits for another program's lock, in ms. */
const BUSY_MS = 2000
/** The time between two attempts to take the lock, in ms. */
const BUSY_RETRY_MS = 20
/** How long SQLite itself waits for the lock, in ms: meanwhile it blocks the event loop. */
const BUSY_BLOCKING_MS = 10
const CLOCK = 'clock'
const TRUNCATE = 'pragma wal_checkpoint(truncate)'
/**
 * 64 MB of pages for each connection: enough for the counters and the ends of busy rooms, and for the upper
 * levels of the trees of some 10 million messages. With SQLite's default of 2 MB a page of history takes half
 * as long again (bench/large.ts). A commit of one connection empties the cache of the other.
 */
const CACHE = 'pragma cache_size = -65536'
/**
 * Keys have 31 characters, and few of them fit into SQLite's default page of 4 KB. With twice the size the trees
 * of 10 million messages are one level lower (bench/large.ts). A database keeps the size that it was created with.
 */
const PAGE = 'pragma page_size = 8192'

/**
 * SQLite in the process. One connection writes. Between its transactions it also reads, because its own commits
 * do not empty its cache. During a transaction the other connection reads, because a reader on the writer's
 * connection would see changes that may be rolled back.
 */
export async function openSqlite(
  path: string,
  starting: StartUp = QUIET,
  onStatement: OnStatement = UNTIMED,
): Promise<Database> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const continuity = new Continuity(path)
  makePrivate(path)
  const writer = new Sqlite(path, { create: true, strict: true })
  writer.run(`pragma busy_timeout = ${BUSY_MS}`)
  writer.run(PAGE)
  // With FULL a commit is on disk before it is acknowledged. Otherwise a power failure loses the last commits.
  writer.run('pragma journal_mode = wal')
  writer.run('pragma synchronous = full')
  writer.run(CACHE)
  // Deleted texts are overwritten with zeros: nothing of them is found in the file.
  writer.run('pragma secure_delete = on')
  const db = new Kysely<Tables>({ dialect: sqliteDialect(writer) })
  await migrateSqlite(writer, path, new Kysely({ dialect: sqliteDialect(writer) }), starting)
  writer.run(`pragma busy_timeout = ${BUSY_BLOCKING_MS}`)
  const reader = new Sqlite(path, { readonly: true, strict: true })
  reader.run(`pragma busy_timeout = ${BUSY_BLOCKING_MS}`)
  reader.run(CACHE)
  return new SqliteDatabase(path, db, writer, reader, continuity, onStatement)
}

class SqliteDatabase implements Database {
  /** One writer, one transaction at a time: commits reach the disk in the order of their times. */
  readonly commitWindowMs = 0
  readonly commits = 'sequential'
  readonly warnings: readonly string[]
  readonly #continuity: Continuity
  readonly #writer: Connection
  readonly #reader: Connection
  #clock: number
  /** The last time at which the wall clock was not behind, with `performance.now()` of that moment. */
  #lastCorrect: { readonly at: number; readonly monotonic: number }
  /**
   * The limit of the clock, which is stored on disk before the clock reaches it. A cursor can be later than every
   * event, and an event after a restart must not be earlier than it, even if the wall clock was set back.
   */
  #limit: number
  #reading: Promise<void> = Promise.resolve()
  /** Resolves when a read on the writer's connection ends. */
  #readOnWriter: Promise<void> | undefined
  /** The number of writes that wait for that read. */
  #waiting = 0

  /** Writes wait for it. */
  readonly #vacuum: Vacuum

  constructor(
    path: string,
    db: Kysely<Tables>,
    writer: Sqlite,
    reader: Sqlite,
    continuity: Continuity,
    onStatement: OnStatement,
  ) {
    this.#vacuum = new Vacuum(path)
    this.#continuity = continuity
    this.#writer = new Connection(db, writer, () => this.#clock, onStatement)
    this.#reader = new Connection(db, reader, () => this.#now(), onStatement)
    this.#limit = Number(this.#reader.get(queries.setting, { name: CLOCK })?.value ?? 0)
    this.#clock = Math.max(this.#reader.get(queries.lastTime, {})?.at ?? 0, this.#limit)
    this.#lastCorrect = { at: this.#clock, monotonic: performance.now() }
    const warning = continuity.begin(this.#writer.settings, this.#limit)
    this.warnings = warning === undefined ? [] : [warning]
    // The mark is in the file itself, so that a copy of the file alone has it.
    writer.run(TRUNCATE)
  }

  async write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { database } = this.#writer
    this.#waiting++
    for (let other = this.#other; other !== undefined; other = this.#other) await other
    this.#waiting--
    try {
      this.#tick()
      await this.#begin()
      const done = await work(this.#writer)
      database.query('commit').run()
      return done
    } catch (error) {
      if (database.inTransaction) database.query('rollback').run()
      throw toStoreError(error)
    }
  }

  /** What a write waits for. */
  get #other(): Promise<void> | undefined {
    return this.#vacuum.running ?? this.#readOnWriter
  }

  /**
   * Begins a transaction. Another program, such as a shell or a backup, may hold the lock. If SQLite waited for it,
   * the event loop would be blocked, so the wait is here.
   */
  async #begin(): Promise<void> {
    for (const until = performance.now() + BUSY_MS; ; await Bun.sleep(BUSY_RETRY_MS))
      try {
        return void this.#writer.database.query('begin immediate').run()
      } catch (error) {
        const isBusy = error instanceof SQLiteError && error.code === 'SQLITE_BUSY'
        if (!isBusy || performance.now() > until) throw error
      }
  }

  /** Reads run one at a time, because two reads on one connection would share a transaction. */
  async read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const before = this.#reading
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#reading = promise
    await before
    const isOnWriter = this.#waiting === 0 && !this.#writer.database.inTransaction
    const connection = isOnWriter ? this.#writer : this.#reader
    const { database } = connection
    if (isOnWriter) this.#readOnWriter = promise
    try {
      if (isOnWriter) this.#tick()
      database.query('begin').run()
      return await work(connection)
    } catch (error) {
      throw toStoreError(error)
    } finally {
      if (database.inTransaction) database.query('commit').run()
      if (isOnWriter) this.#readOnWriter = undefined
      resolve()
    }
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
    for (let isBusy = true; isBusy; ) {
      const { database } = this.#writer
      if (!database.inTransaction)
        isBusy = database.query<{ busy: number }, []>(TRUNCATE).get()?.busy !== 0
      if (isBusy) await Bun.sleep(BUSY_RETRY_MS)
    }
  }

  async close(): Promise<void> {
    await this.#vacuum.running
    await this.#reading
    try {
      this.#continuity.end(this.#writer.settings)
    } catch {
      // The disk is full or gone. The next start finds the log, which shows that nothing is missing.
    }
    this.#reader.database.close()
    this.#writer.database.close()
  }

  #tick(): number {
    const now = Math.max(this.#clock, this.#wall())
    if (now > this.#limit) this.#raiseLimit(now + AHEAD_MS)
    this.#clock = Math.max(this.#clock, Math.min(now, this.#limit))
    return this.#clock
  }

  /** The wall clock. If it was set back, the clock continues at half speed until the wall clock has caught up. */
  #wall(): number {
    const [wall, monotonic] = [Date.now(), performance.now()]
    const behind = Math.floor(this.#lastCorrect.at + (monotonic - this.#lastCorrect.monotonic) / 2)
    if (wall >= behind) this.#lastCorrect = { at: wall, monotonic }
    return Math.max(wall, behind)
  }

  #raiseLimit(limit: number): void {
    try {
      this.#writer.get(queries.putSetting, { name: CLOCK, value: `${limit}` })
      this.#limit = limit
      this.#continuity.raised(limit)
    } catch (error) {
      // If the disk is full the clock stops. No event is hidden by that, and reads still work.
      if (!(error instanceof Unavailable)) throw error
    }
  }

  /** The time of a snapshot: every event that is not in it, also of the running write, has no earlier time. */
  #now(): number {
    return this.#writer.database.inTransaction ? this.#clock : this.#tick()
  }
}
