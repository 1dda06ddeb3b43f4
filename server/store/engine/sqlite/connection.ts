import { SQLiteError, type Database as Sqlite, type Statement } from 'bun:sqlite'
import type { Kysely } from 'kysely'
import * as queries from '../../queries/queries.ts'
import { SqliteSearch } from '../../search/sqlite.ts'
import { type Compiled, compile, type Query } from '../../tables/statement.ts'
import type { Tables } from '../../tables/tables.ts'
import { type OnStatement, type Session, StatementError, Unavailable } from '../database.ts'

/** One connection with its prepared statements. */
export class Connection implements Session {
  readonly search = new SqliteSearch(this)
  readonly database: Sqlite
  readonly #db: Kysely<Tables>
  readonly #now: () => number
  readonly #onStatement: OnStatement
  readonly #prepared = new Map<unknown, { statement: Statement; bind: Compiled['bind'] }>()

  constructor(db: Kysely<Tables>, database: Sqlite, now: () => number, onStatement: OnStatement) {
    this.#db = db
    this.database = database
    this.#now = now
    this.#onStatement = onStatement
  }

  readonly settings = {
    get: (name: string) => this.get(queries.setting, { name })?.value,
    put: (name: string, value: string) => void this.get(queries.putSetting, { name, value }),
  }

  /** From now on it sees the database as it is at this moment. SQLite begins a snapshot with the first read. */
  beginSnapshot(): void {
    this.database.query('begin').run()
    this.database.query('select 1 from sqlite_schema limit 1').get()
  }

  async now(): Promise<number> {
    return this.#now()
  }

  async all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]> {
    const { statement, bind } = this.#prepare(query)
    const startedAt = performance.now()
    try {
      return statement.all(...(bind(args as object) as [])) as R[]
    } catch (error) {
      throw toStoreError(error)
    } finally {
      this.#onStatement(startedAt)
    }
  }

  async first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined> {
    return this.get(query, args)
  }

  many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]> {
    return Promise.all(args.map((each) => this.first(query, each)))
  }

  lists<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (readonly R[])[]> {
    return Promise.all(args.map((each) => this.all(query, each)))
  }

  get<A, R>(query: Query<A, R>, args: A): R | undefined {
    // There is one writer, so no row needs a lock.
    if (LOCKS.has(query)) return undefined
    const { statement, bind } = this.#prepare(query)
    const startedAt = performance.now()
    try {
      return (statement.get(...(bind(args as object) as [])) ?? undefined) as R | undefined
    } catch (error) {
      throw toStoreError(error)
    } finally {
      this.#onStatement(startedAt)
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
  queries.lockChallenge,
  queries.lockAccount,
  queries.lockSession,
  queries.lockLink,
  queries.lockLinks,
  queries.lockInvitation,
  queries.lockRequest,
  queries.lockMessage,
  queries.lockJob,
  queries.lockReport,
  queries.lockExport,
])

/** SQLite's primary result codes of a file or disk that cannot be used now. Other codes are errors of a statement. */
const UNAVAILABLE =
  /^SQLITE_(?:BUSY|LOCKED|NOMEM|READONLY|IOERR|CORRUPT|FULL|CANTOPEN|PROTOCOL|NOTADB|AUTH|PERM|NOLFS)(?:_|$)/

export function toStoreError(error: unknown): unknown {
  if (!(error instanceof SQLiteError)) return error
  return UNAVAILABLE.test(error.code ?? '') ? new Unavailable(error) : new StatementError(error)
}
