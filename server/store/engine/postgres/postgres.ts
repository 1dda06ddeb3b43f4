import { Kysely, PostgresDialect, sql } from 'kysely'
import { Client, DatabaseError, Pool, type PoolClient, types } from 'pg'
import { migratePostgres } from '../../migrations/postgres.ts'
import { QUIET, type StartUp } from '../../migrations/start-up.ts'
import * as queries from '../../queries/queries.ts'
import { netSearch } from '../../search/net.ts'
import { postgresSearch } from '../../search/postgres.ts'
import type { JsonRows } from '../../tables/json-rows.ts'
import { raw } from '../../tables/statement.ts'
import type { Tables } from '../../tables/tables.ts'
import type { Changes } from '../batched-changes.ts'
import { batches, lists } from '../batched-statements.ts'
import {
  ANSWER_MS,
  COMMIT_WINDOW_MS,
  Conflict,
  type Database,
  LOCK_MS,
  type OnStatement,
  type Session,
  STATEMENT_MS,
  StatementError,
  TooLate,
  TooOld,
  TRANSACTION_MS,
  UNTIMED,
  Unavailable,
} from '../database.ts'
import { type Dialects, NetSession, type Prepared, Statements, transact } from '../net-session.ts'
import { LOCK_IDLE_S, type LockSession, type NodeCount, NodeLock } from '../node-lock.ts'
import { checkSessions } from './pooler.ts'

const INT8 = 20
/** The key of the advisory lock of nodes: any constant number. */
const NODES = 7_270_262

/** PostgreSQL 13 or later. */
export async function openPostgres(
  url: string,
  starting: StartUp = QUIET,
  onStatement: OnStatement = UNTIMED,
): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 3000,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    // Releases the locks of a node that stops in the middle of a transaction.
    idle_in_transaction_session_timeout: TRANSACTION_MS,
    query_timeout: ANSWER_MS,
    // The planner expects 100 rooms instead of 2, and would compile for half a second what runs for a millisecond.
    options: '-c jit=off',
    types: {
      getTypeParser: (id: number) => (id === INT8 ? Number : types.getTypeParser(id)),
    },
  })
  // An unused connection broke: the pool opens another one.
  pool.on('error', () => undefined)
  // A connection broke between two statements of a transaction: the next statement fails.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const warnings = await checkServer(pool).catch(async (error) => {
    await pool.end()
    throw error
  })
  await migratePostgres(url, starting)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return new PostgresDatabase(url, pool, new Statements(db, POSTGRES, onStatement), warnings)
}

/** Checks the version and settings of the server. Returns warnings about settings that can lose acknowledged writes. */
async function checkServer(pool: Pool): Promise<string[]> {
  await checkSessions(pool)
  const { rows } = await pool.query(
    `select name, setting from pg_settings
     where name in ('server_version_num', 'server_encoding', 'fsync', 'synchronous_commit')`,
  )
  const set = new Map(rows.map(({ name, setting }) => [String(name), String(setting)]))
  if (Number(set.get('server_version_num')) < 130_000)
    throw new TooOld('this PostgreSQL is too old: use PostgreSQL 13 or later')
  const encoding = set.get('server_encoding')
  if (encoding !== 'UTF8')
    throw new TooOld(
      `the database's encoding is ${encoding}, which cannot hold all text: create it with encoding 'UTF8'`,
    )
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

/**
 * The same table, for batches. PostgreSQL expects 100 rows of a JSON array, and would read a whole table instead of
 * looking up the one or two rows of most batches. With a limit that the planner cannot know it expects 10 rows.
 */
const fewRows: JsonRows = (json, columns) =>
  sql`(select * from ${jsonRows(json, columns)} limit (select ${sql.lit(Number.MAX_SAFE_INTEGER)})) as a`

const CHANGES: Changes = {
  update: (table, rows, on, set) => {
    const columns = Object.entries(set).map(([name, to]) => sql`${sql.ref(name)} = ${to}`)
    return sql`update ${table} set ${sql.join(columns)} from ${rows} where ${on}`
  },
  remove: (table, rows, on) => sql`delete from ${table} using ${rows} where ${on}`,
  otherwise: (key, columns) => {
    const set = columns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`)
    const by = key.map((name) => sql.ref(name))
    return sql`on conflict (${sql.join(by)}) do update set ${sql.join(set)}`
  },
}

/** The statements of PostgreSQL that differ from the common ones. */
const POSTGRES: Dialects = {
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
    [queries.dueJobs, queries.dueJobsSkippingLocked],
  ]),
  batches: batches(fewRows, CHANGES),
  lists: lists(fewRows),
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
  readonly commitWindowMs = COMMIT_WINDOW_MS
  readonly commits = 'batched'
  readonly warnings: readonly string[]
  readonly #pool: Pool
  readonly #statements: Statements
  readonly #lock: NodeLock

  constructor(url: string, pool: Pool, statements: Statements, warnings: readonly string[]) {
    this.warnings = warnings
    this.#pool = pool
    this.#statements = statements
    this.#lock = new NodeLock((as) => lockNode(url, as))
  }

  async write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    await this.#lock.held()
    return this.#transact('begin read write', work)
  }

  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#transact('begin isolation level repeatable read read only', work)
  }

  enter(as: NodeCount): Promise<boolean> {
    return this.#lock.enter(as)
  }

  async scrub(): Promise<void> {
    // The server reuses the space of deleted rows by itself: docs/data.md.
  }

  async close(): Promise<void> {
    this.#lock.close()
    await this.#pool.end()
  }

  async #transact<T>(begin: string, work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error) => {
      throw toStoreError(error)
    })
    const control = {
      begin: () => client.query(begin),
      commit: (deadline: number | undefined) => commit(client, deadline),
      rollback: () => client.query('rollback'),
      release: () => client.release(),
      discard: () => client.release(true),
    }
    return transact(control, new NetSession(this.#statements, execute(client)), work, toStoreError)
  }
}

/** Sends both statements in one message. If the first one fails, the second one does not run. */
async function commit(client: PoolClient, deadline: number | undefined): Promise<void> {
  if (deadline === undefined) return void (await client.query('commit'))
  const inTime = `extract(epoch from clock_timestamp()) * 1000 <= ${deadline}`
  await client.query(`select 1 / (${inTime})::int; commit`).catch((error) => {
    const isLate = error instanceof DatabaseError && error.code === DIVISION_BY_ZERO
    throw isLate ? new TooLate(error) : error
  })
}

/** An advisory lock: exclusive for the only node, shared by one of many. */
async function lockNode(url: string, as: NodeCount): Promise<LockSession | undefined> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
    query_timeout: ANSWER_MS,
  })
  const ended = new Promise<void>((resolve) => {
    client.on('error', () => resolve())
    client.on('end', () => resolve())
  })
  const end = () => void client.end().catch(() => undefined)
  try {
    await client.connect()
    // PostgreSQL 13 does not have this setting.
    await client.query(`select set_config(name, '${LOCK_IDLE_S}s', false) from pg_settings
      where name = 'idle_session_timeout'`)
    const lock = `pg_try_advisory_lock${as === 'the only one' ? '' : '_shared'}`
    const { rows } = await client.query(`select ${lock}($1) as held`, [NODES])
    if (rows[0]?.held === true)
      return { ended, end, check: async () => void (await client.query('select 1')) }
    end()
    return undefined
  } catch (error) {
    end()
    throw error
  }
}

const execute =
  (client: PoolClient) =>
  async ({ name, sql: text }: Prepared, values: unknown[]): Promise<readonly unknown[]> => {
    const { rows } = await client.query({ name, text, values }).catch((error) => {
      throw toStoreError(error)
    })
    return rows
  }

/** Serialization failure, deadlock, duplicate key, lock timeout. */
const CONFLICTS = new Set(['40001', '40P01', '23505', '55P03'])
/**
 * Codes of PostgreSQL's appendix A: connection exceptions (08), insufficient resources (53: disk full, too many
 * connections), operator intervention (57: statement timeout, shutdown), system errors (58), and transactions that
 * are read-only, were idle for too long, or were aborted before.
 */
const UNAVAILABLE = /^(?:08|53|57|58)|^25(?:006|P02|P03)$/
const DIVISION_BY_ZERO = '22012'

/** Maps an error of pg, or of the server, to one of the store. */
function toStoreError(error: unknown): unknown {
  if (error instanceof DatabaseError) {
    const code = error.code ?? ''
    if (CONFLICTS.has(code)) return new Conflict('', { cause: error })
    return UNAVAILABLE.test(code) ? new Unavailable(error) : new StatementError(error)
  }
  // The driver's own errors: refused, reset, terminated, timed out.
  if (error instanceof Error && isOfDriver(error)) return new Unavailable(error)
  return error
}

function isOfDriver(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) return true
  return /timeout|Connection terminated|not queryable|connection error|closed/i.test(error.message)
}
