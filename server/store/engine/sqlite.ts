import { SQLiteError, Database as Sqlite, type Statement } from 'bun:sqlite'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { migrateSqlite } from '../migrations/sqlite.ts'
import { QUIET, type StartUp } from '../migrations/start-up.ts'
import * as queries from '../queries/queries.ts'
import { SqliteSearch } from '../search/sqlite.ts'
import { type Compiled, compile, type Query } from '../tables/statement.ts'
import type { Tables } from '../tables/tables.ts'
import { type Database, type Session, StatementError, Unavailable } from './database.ts'
import { makePrivate } from './private-file.ts'

/** How far the clock may go before that is on disk again: one more commit in so long. */
const AHEAD_MS = 1000
/** How long a write waits for another program's lock, how often it looks, and what it waits on the event loop, in ms. */
const BUSY_MS = 2000
const BUSY_RETRY_MS = 20
const BUSY_HERE_MS = 10
const CLOCK = 'clock'
/**
 * 64 MB of pages for each connection: the counters and the ends of busy rooms, and the upper levels of
 * the trees of some 10 million messages, stay at hand. With the 2 MB of SQLite's own a page of history
 * anywhere takes half as long again (bench/large.ts). What one connection commits empties the other's.
 */
const CACHE = 'pragma cache_size = -65536'
/**
 * Keys are words of 31 letters, and few of them fit into the 4 KB that SQLite begins with: with twice that
 * the trees of 10 million messages are a level lower (bench/large.ts). A database keeps what it began with.
 */
const PAGE = 'pragma page_size = 8192'

/**
 * SQLite in the process. One connection writes, and between its transactions it reads, too, as its cache
 * outlives its own commits. While it writes another one reads: on the writer's a reader would see what
 * later rolls back.
 */
export async function openSqlite(path: string, starting: StartUp = QUIET): Promise<Database> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  makePrivate(path)
  const writer = new Sqlite(path, { create: true, strict: true })
  writer.run(`pragma busy_timeout = ${BUSY_MS}`)
  writer.run(PAGE)
  // FULL: the commit is on disk before it is acknowledged. Without it WAL loses the last commits
  // when the power goes.
  writer.run('pragma journal_mode = wal')
  writer.run('pragma synchronous = full')
  writer.run(CACHE)
  const db = new Kysely<Tables>({ dialect: dialect(writer) })
  await migrateSqlite(writer, path, new Kysely({ dialect: dialect(writer) }), starting)
  writer.run(`pragma busy_timeout = ${BUSY_HERE_MS}`)
  const reader = new Sqlite(path, { readonly: true, strict: true })
  reader.run(`pragma busy_timeout = ${BUSY_HERE_MS}`)
  reader.run(CACHE)
  return new SqliteDatabase(db, writer, reader)
}

class SqliteDatabase implements Database {
  /** One writer, one transaction at a time: commits reach the disk in the order of their times. */
  readonly commitWindowMs = 0
  readonly shares = 'in turn'
  readonly warnings = []
  readonly #writer: Connection
  readonly #reader: Connection
  #clock: number
  /** When the wall clock last was not behind: that time, and what `performance.now()` was. */
  #right: { readonly at: number; readonly going: number }
  /**
   * It never goes further than what is on disk: a cursor may be later than every event, and what is
   * said after another start must not be earlier than it, though the wall clock was set back.
   */
  #until: number
  #reading: Promise<void> = Promise.resolve()
  /** Until then the writer's connection reads. */
  #lent: Promise<void> | undefined
  /** Writes that wait for it. */
  #waiting = 0

  constructor(db: Kysely<Tables>, writer: Sqlite, reader: Sqlite) {
    this.#writer = new Connection(db, writer, () => this.#clock)
    this.#reader = new Connection(db, reader, () => this.#now())
    this.#until = Number(this.#reader.get(queries.setting, { name: CLOCK })?.value ?? 0)
    this.#clock = Math.max(this.#reader.get(queries.lastTime, {})?.at ?? 0, this.#until)
    this.#right = { at: this.#clock, going: performance.now() }
  }

  async write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { database } = this.#writer
    this.#waiting++
    while (this.#lent !== undefined) await this.#lent
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

  /**
   * Another program (a shell, a backup) may hold the lock. SQLite would wait for it on the event loop, so
   * we wait ourselves.
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

  /** One at a time: two on one connection would share a transaction, and so a moment. */
  async read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const before = this.#reading
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#reading = promise
    await before
    const isLent = this.#waiting === 0 && !this.#writer.database.inTransaction
    const connection = isLent ? this.#writer : this.#reader
    const { database } = connection
    if (isLent) this.#lent = promise
    try {
      if (isLent) this.#tick()
      database.query('begin').run()
      return await work(connection)
    } catch (error) {
      throw toStoreError(error)
    } finally {
      if (database.inTransaction) database.query('commit').run()
      if (isLent) this.#lent = undefined
      resolve()
    }
  }

  /** It lies in this process's own folder. */
  async enter(): Promise<boolean> {
    return true
  }

  async close(): Promise<void> {
    await this.#reading
    this.#reader.database.close()
    this.#writer.database.close()
  }

  #tick(): number {
    const now = Math.max(this.#clock, this.#wall())
    if (now > this.#until) this.#reach(now + AHEAD_MS)
    this.#clock = Math.max(this.#clock, Math.min(now, this.#until))
    return this.#clock
  }

  /** One that was set back goes on here at half its pace, until it is right again: time never stands still. */
  #wall(): number {
    const [wall, going] = [Date.now(), performance.now()]
    const behind = Math.floor(this.#right.at + (going - this.#right.going) / 2)
    if (wall >= behind) this.#right = { at: wall, going }
    return Math.max(wall, behind)
  }

  #reach(until: number): void {
    try {
      this.#writer.get(queries.putSetting, { name: CLOCK, value: `${until}` })
      this.#until = until
    } catch (error) {
      // The disk is full: the clock stands still, which hides nothing, and what is there can be read.
      if (!(error instanceof Unavailable)) throw error
    }
  }

  /** Nothing that is not in this snapshot will have an earlier time, what is being written neither. */
  #now(): number {
    return this.#writer.database.inTransaction ? this.#clock : this.#tick()
  }
}

/** One connection and the statements prepared on it, each once. */
class Connection implements Session {
  readonly search = new SqliteSearch(this)
  readonly database: Sqlite
  readonly #db: Kysely<Tables>
  readonly #now: () => number
  readonly #prepared = new Map<unknown, { statement: Statement; bind: Compiled['bind'] }>()

  constructor(db: Kysely<Tables>, database: Sqlite, now: () => number) {
    this.#db = db
    this.database = database
    this.#now = now
  }

  async now(): Promise<number> {
    return this.#now()
  }

  async all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]> {
    const { statement, bind } = this.#prepare(query)
    try {
      return statement.all(...(bind(args as object) as [])) as R[]
    } catch (error) {
      throw toStoreError(error)
    }
  }

  async first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined> {
    return this.get(query, args)
  }

  many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]> {
    return Promise.all(args.map((each) => this.first(query, each)))
  }

  get<A, R>(query: Query<A, R>, args: A): R | undefined {
    // The one writer holds every lock there is.
    if (LOCKS.has(query)) return undefined
    const { statement, bind } = this.#prepare(query)
    try {
      return (statement.get(...(bind(args as object) as [])) ?? undefined) as R | undefined
    } catch (error) {
      throw toStoreError(error)
    }
  }

  #prepare<A, R>(query: Query<A, R>) {
    let prepared = this.#prepared.get(query)
    if (prepared === undefined) {
      const { sql, bind } = compile(this.#db, query)
      prepared = { statement: this.database.prepare(sql), bind }
      this.#prepared.set(query, prepared)
    }
    return prepared
  }
}

const LOCKS: ReadonlySet<unknown> = new Set([
  queries.lockLog,
  queries.lockUser,
  queries.lockTicket,
  queries.lockInvitation,
  queries.lockMessage,
])

/** SQLite's primary result codes of a file or a disk that cannot be used just now; the rest are refusals. */
const UNAVAILABLE =
  /^SQLITE_(?:BUSY|LOCKED|NOMEM|READONLY|IOERR|CORRUPT|FULL|CANTOPEN|PROTOCOL|NOTADB|AUTH|PERM|NOLFS)(?:_|$)/

function toStoreError(error: unknown): unknown {
  if (!(error instanceof SQLiteError)) return error
  return UNAVAILABLE.test(error.code ?? '') ? new Unavailable(error) : new StatementError(error)
}

/**
 * SQLite plans a statement anew when a value is bound that its plan might depend on, which for a join
 * costs some five times the query. It does not look behind a plus sign.
 */
export class StablePlans extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}

/** The slice of a Kysely dialect that migrations and building need, over `bun:sqlite`. */
function dialect(database: Sqlite): Dialect {
  const connection: DatabaseConnection = {
    async executeQuery({ sql, parameters }) {
      return { rows: database.prepare(sql).all(...(parameters as [])) as never[] }
    },
    streamQuery() {
      throw new Error('not streamed')
    },
  }
  const run = async (text: string) => void database.run(text)
  return {
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new StablePlans(),
    createDriver: () => ({
      init: async () => undefined,
      acquireConnection: async () => connection,
      beginTransaction: () => run('begin immediate'),
      commitTransaction: () => run('commit'),
      // SQLite itself has rolled back where the disk is full.
      rollbackTransaction: async () => (database.inTransaction ? run('rollback') : undefined),
      releaseConnection: async () => undefined,
      destroy: async () => undefined,
    }),
  }
}
