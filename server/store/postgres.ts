import { Kysely, PostgresDialect, sql } from 'kysely'
import { Client, DatabaseError, Pool, type PoolClient, types } from 'pg'
import { batches, type JsonRows, raw } from './batch.ts'
import { Again, Away, type Database, type Session, TooOld } from './database.ts'
import { migrate } from './migrations/migrate.ts'
import { type Dialects, NetSession, type Prepared, Statements, transact } from './net-session.ts'
import * as queries from './queries.ts'
import { netSearch } from './search/net.ts'
import { POSTGRES_SEARCH, postgresSearch } from './search/postgres.ts'
import type { Tables } from './tables.ts'

/** No statement may run longer, so that no transaction lasts as long as `settleMs`. */
const STATEMENT_MS = 5000
const INT8 = 20
/** The advisory lock by which nodes know of each other: any number, always the same. */
const PLACE = 7_270_262

/** PostgreSQL 13 or later. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 3000,
    statement_timeout: STATEMENT_MS,
    lock_timeout: 2000,
    idle_in_transaction_session_timeout: 10_000,
    // A server that is gone says nothing: nothing is waited for longer than it could take.
    query_timeout: STATEMENT_MS + 1000,
    types: {
      getTypeParser: (id: number) => (id === INT8 ? Number : types.getTypeParser(id)),
    },
  })
  // A connection broke while nobody used it: the pool makes another one.
  pool.on('error', () => undefined)
  // Or while it was between two statements of a transaction: the next statement says so.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const warnings = await look(pool).catch(async (error) => {
    await pool.end()
    throw error
  })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  await migrate(db, {
    key: sql`text collate "C"`,
    longKey: sql`text collate "C"`,
    text: sql`text`,
    number: sql`bigint`,
    clustered: sql``,
    where: true,
    altersAtOnce: true,
    search: POSTGRES_SEARCH,
    searchAnew: [],
    searchByRoom: [],
  })
  return new PostgresDatabase(url, pool, new Statements(db, DIALECTS), warnings)
}

/** Whether this server is new enough, and what it is set to that makes an acknowledgement worth less. */
async function look(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query(
    `select name, setting from pg_settings
     where name in ('server_version_num', 'fsync', 'synchronous_commit')`,
  )
  const set = new Map(rows.map(({ name, setting }) => [String(name), String(setting)]))
  if (Number(set.get('server_version_num')) < 130_000)
    throw new TooOld('PostgreSQL 13 or later is needed')
  return ['fsync', 'synchronous_commit']
    .filter((name) => set.get(name) === 'off')
    .map((name) => `${name} is off: a crash of the database may lose acknowledged messages`)
}

const jsonRows: JsonRows = (json, columns) => {
  const fields = Object.entries(columns).map(
    ([name, type]) => sql`${sql.ref(name)} ${type === 'text' ? sql`text` : sql`bigint`}`,
  )
  return sql`json_to_recordset(${json}::json) as a(${sql.join(fields)})`
}

const DIALECTS: Dialects = {
  own: new Map<unknown, unknown>([
    [
      queries.takeSeq,
      raw(
        (a: { log: string; at: number }) => sql`
          insert into logs (log, seq, at) values (${a.log}, 1, ${a.at})
          on conflict (log) do update set seq = logs.seq + 1, at = greatest(logs.at, excluded.at)
          returning seq`,
      ),
    ],
  ]),
  batches: batches(jsonRows),
  unions: new Set(),
  search: netSearch(postgresSearch(jsonRows)),
  now: raw(() => sql`select (extract(epoch from clock_timestamp()) * 1000)::bigint as at`),
  takeSeqs: [
    raw(
      (a) => sql`
        insert into logs (log, seq, at)
        select log, n, at from ${jsonRows(a.json, { log: 'text', n: 'number', at: 'number' })}
        on conflict (log) do update
          set seq = logs.seq + excluded.seq, at = greatest(logs.at, excluded.at)
        returning log, seq`,
    ),
  ],
}

class PostgresDatabase implements Database {
  readonly settleMs = 15_000
  readonly shares = 'in step'
  readonly warnings: readonly string[]
  readonly #url: string
  readonly #pool: Pool
  readonly #statements: Statements
  #place: Client | undefined
  #closed = false

  constructor(url: string, pool: Pool, statements: Statements, warnings: readonly string[]) {
    this.#url = url
    this.warnings = warnings
    this.#pool = pool
    this.#statements = statements
  }

  write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#transact('begin', work)
  }

  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#transact('begin isolation level repeatable read read only', work)
  }

  /** An advisory lock, of its own session: exclusive for the only one, shared by many. */
  async enter(as: 'the only one' | 'one of many'): Promise<boolean> {
    const lock = `pg_try_advisory_lock${as === 'the only one' ? '' : '_shared'}`
    const client = new Client({ connectionString: this.#url })
    client.on('error', () => this.#enterAgain(as))
    await client.connect()
    const { rows } = await client.query(`select ${lock}($1) as held`, [PLACE])
    if (rows[0]?.held === true) this.#place = client
    else await client.end()
    return rows[0]?.held === true
  }

  /** The database went away, and with it everyone's place: it is taken again when it is back. */
  #enterAgain(as: 'the only one' | 'one of many'): void {
    this.#place = undefined
    if (this.#closed) return
    setTimeout(() => this.enter(as).catch(() => this.#enterAgain(as)), 1000)
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#place?.end()
    await this.#pool.end()
  }

  async #transact<T>(begin: string, work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error) => {
      throw told(error)
    })
    const bounds = {
      begin: () => client.query(begin),
      commit: async () => {
        await client.query('commit')
        client.release()
      },
      rollback: () => rollback(client),
    }
    return transact(bounds, new NetSession(this.#statements, execute(client)), work, told)
  }
}

const execute =
  (client: PoolClient) =>
  async ({ name, sql: text }: Prepared, values: unknown[]): Promise<readonly unknown[]> => {
    const { rows } = await client.query({ name, text, values }).catch((error) => {
      throw told(error)
    })
    return rows
  }

/** A connection that cannot even do that is thrown away. */
async function rollback(client: PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch (error) {
    client.release(error instanceof Error ? error : true)
  }
}

/** Serialization failure, deadlock, the same row made twice, a lock that was not to be had. */
const AGAIN = new Set(['40001', '40P01', '23505', '55P03'])

function told(error: unknown): unknown {
  if (error instanceof DatabaseError)
    return AGAIN.has(error.code ?? '') ? new Again('', { cause: error }) : new Away(error)
  // What the driver itself says: refused, reset, terminated, timed out.
  if (error instanceof Error && isOfDriver(error)) return new Away(error)
  return error
}

function isOfDriver(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) return true
  return /timeout|Connection terminated|not queryable|connection error|closed/i.test(error.message)
}
