import { type Changes, Database, SQLiteError, type Statement } from 'bun:sqlite'
import {
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Event } from '../../protocol/events.ts'
import type { Log, UserId } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Reader, Store, Tx } from '../domain/ports.ts'
import { Cursors } from './cursor.ts'
import { first } from './migrations/0001-first.ts'
import * as queries from './queries.ts'
import { SqlReader } from './reader.ts'
import { between, type Heard, type Missed, missed, tell } from './replay.ts'
import { type Compiled, compile, type Query, type Run } from './statement.ts'
import type { EventRow, Tables } from './tables.ts'
import { type Moment, SqlTx } from './tx.ts'

/** Writes that share one commit at the most: some 10 ms of work. */
const BATCH = 256

type Job = {
  readonly work: (tx: Tx) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}
type Done = { readonly job: Job; readonly end: () => void }

export type SqliteOptions = {
  readonly path: string
  readonly cursorSecret: string
  /** What a commit recorded, as soon as it is on disk. */
  readonly onCommit: (events: readonly Event[]) => void
  readonly onError: (error: unknown) => void
}

/**
 * SQLite in the process. One connection writes, another reads: a reader on the writer's connection
 * would see what later rolls back.
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteStore> {
  const writer = new Database(options.path, { create: true, strict: true })
  // FULL: the commit is on disk before it is acknowledged. Without it WAL loses the last commits
  // when the power goes.
  writer.run('pragma journal_mode = wal')
  writer.run('pragma synchronous = full')
  writer.run('pragma busy_timeout = 5000')
  // 64 MB of pages: the counters and the ends of busy rooms stay at hand.
  writer.run('pragma cache_size = -65536')
  const db = new Kysely<Tables>({ dialect: dialect(writer) })
  await migrate(db)
  const reader = new Database(options.path, { readonly: true, strict: true })
  reader.run('pragma busy_timeout = 5000')
  return new SqliteStore(options, db, writer, reader)
}

export class SqliteStore implements Store {
  /** One writer, one batch at a time: commits reach the disk in the order of their times. */
  readonly settleMs = 0
  readonly #options: SqliteOptions
  readonly #cursors: Cursors
  readonly #writer: Connection
  readonly #reader: Connection
  readonly #read: SqlReader
  #clock: number
  #jobs: Job[] = []
  #writing: Promise<void> | undefined
  #reading: Promise<void> = Promise.resolve()

  constructor(options: SqliteOptions, db: Kysely<Tables>, writer: Database, reader: Database) {
    this.#options = options
    this.#cursors = new Cursors(options.cursorSecret)
    this.#writer = new Connection(db, writer)
    this.#reader = new Connection(db, reader)
    this.#read = new SqlReader(this.#reader, () => this.#cursors.encode(this.#now()))
    this.#clock = this.#reader.get(queries.lastTime, {})?.at ?? 0
  }

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ work, resolve: resolve as (value: unknown) => void, reject })
      this.#writing ??= this.#writeAll()
    })
  }

  /** One at a time: two on one connection would share a transaction, and so a moment. */
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#snapshot(() => work(this.#read))
  }

  /** See `missed`. Refuses a `cursor` that is not ours. */
  async missed(user: UserId, cursor: string | undefined, heard: Heard): Promise<Missed & Moment> {
    const since = cursor === undefined ? undefined : this.#cursors.decode(cursor)
    return this.#snapshot(async () => {
      const at = this.#now()
      const found = await missed(this.#reader, user, since, heard, this.settleMs)
      return { ...found, at, cursor: this.#cursors.encode(at) }
    })
  }

  tell(entries: readonly EventRow[]): Promise<Event[]> {
    return this.#snapshot(() => tell(this.#reader, this.#cursors, entries))
  }

  between(log: Log, from: number, to: number): Promise<Event[]> {
    return this.#snapshot(() => between(this.#reader, this.#cursors, log, from, to))
  }

  /** Finishes what is being written. */
  async close(): Promise<void> {
    await this.#writing
    await this.#reading
    this.#reader.close()
    this.#writer.close()
  }

  /**
   * The time of a snapshot: nothing that is not in it will have an earlier one. While a batch is
   * being written that is the batch's own.
   */
  #now(): number {
    if (!this.#writer.inTransaction) this.#clock = Math.max(this.#clock, Date.now())
    return this.#clock
  }

  async #snapshot<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#reading
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#reading = promise
    await before
    this.#reader.run('begin')
    try {
      return await work()
    } finally {
      this.#reader.run('commit')
      resolve()
    }
  }

  /** Everything that arrived in one turn of the event loop shares a commit, and so an fsync. */
  async #writeAll(): Promise<void> {
    while (this.#jobs.length > 0) {
      await new Promise<void>((resolve) => setImmediate(resolve))
      await this.#writeBatch(this.#jobs.splice(0, BATCH))
    }
    this.#writing = undefined
  }

  async #writeBatch(jobs: Job[]): Promise<void> {
    try {
      const { done, undone, recorded } = await this.#attempt(jobs)
      if (recorded.length > 0) this.#options.onCommit(recorded)
      for (const { end } of done) end()
      if (undone.length > 0) await this.#writeBatch(undone)
    } catch (error) {
      // The database itself said no (disk full, I/O error): nothing of this batch is stored.
      this.#options.onError(error)
      for (const { reject } of jobs) reject(new Refusal('unavailable'))
    }
  }

  /**
   * Runs the jobs in one transaction. A job that throws before it wrote anything leaves no trace; one
   * that throws after is ended alone, what it did is rolled back, and the others are to run again.
   */
  async #attempt(jobs: Job[]): Promise<{ done: Done[]; undone: Job[]; recorded: Event[] }> {
    this.#clock = Math.max(this.#clock, Date.now())
    const moment = { at: this.#clock, cursor: this.#cursors.encode(this.#clock) }
    const tx = new SqlTx(this.#writer, moment)
    const done: Done[] = []
    this.#writer.run('begin immediate')
    try {
      for (const job of jobs) {
        tx.dirty = false
        try {
          const value = await job.work(tx)
          done.push({ job, end: () => job.resolve(value) })
        } catch (error) {
          if (error instanceof SQLiteError) throw error
          const ended = { job, end: () => job.reject(error) }
          if (!tx.dirty) {
            done.push(ended)
            continue
          }
          this.#writer.run('rollback')
          return { done: [ended], undone: jobs.filter((other) => other !== job), recorded: [] }
        }
      }
      this.#writer.run('commit')
    } catch (error) {
      if (this.#writer.inTransaction) this.#writer.run('rollback')
      throw error
    }
    return { done, undone: [], recorded: tx.recorded }
  }
}

/** One connection and the statements prepared on it, each once. */
class Connection implements Run {
  readonly #db: Kysely<Tables>
  readonly #database: Database
  readonly #prepared = new Map<unknown, { statement: Statement; bind: Compiled['bind'] }>()

  constructor(db: Kysely<Tables>, database: Database) {
    this.#db = db
    this.#database = database
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  async all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]> {
    const { statement, bind } = this.#prepare(query)
    return statement.all(...(bind(args as object) as [])) as R[]
  }

  async first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined> {
    return this.get(query, args)
  }

  get<A, R>(query: Query<A, R>, args: A): R | undefined {
    const { statement, bind } = this.#prepare(query)
    return (statement.get(...(bind(args as object) as [])) ?? undefined) as R | undefined
  }

  run(sql: 'begin' | 'begin immediate' | 'commit' | 'rollback'): Changes {
    // `query` keeps what it prepares, by its text.
    return this.#database.query(sql).run()
  }

  close(): void {
    this.#database.close()
  }

  #prepare<A, R>(query: Query<A, R>) {
    let prepared = this.#prepared.get(query)
    if (prepared === undefined) {
      const { sql, bind } = compile(this.#db, query)
      prepared = { statement: this.#database.prepare(sql), bind }
      this.#prepared.set(query, prepared)
    }
    return prepared
  }
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrations = { '0001-first': first }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
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
function dialect(database: Database): Dialect {
  const connection: DatabaseConnection = {
    async executeQuery({ sql, parameters }) {
      return { rows: database.prepare(sql).all(...(parameters as [])) as never[] }
    },
    streamQuery() {
      throw new Error('not streamed')
    },
  }
  const run = async (sql: string) => void database.run(sql)
  return {
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new StablePlans(),
    createDriver: () => ({
      init: async () => undefined,
      acquireConnection: async () => connection,
      beginTransaction: () => run('begin'),
      commitTransaction: () => run('commit'),
      rollbackTransaction: () => run('rollback'),
      releaseConnection: async () => undefined,
      destroy: async () => undefined,
    }),
  }
}
