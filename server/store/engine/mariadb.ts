import { Kysely, MysqlDialect, sql } from 'kysely'
import { createPool, type PoolOptions } from 'mysql2'
import { createConnection, type Pool, type PoolConnection } from 'mysql2/promise'
import { migrateMariadb } from '../migrations/mariadb.ts'
import { QUIET, type StartUp } from '../migrations/start-up.ts'
import * as queries from '../queries/queries.ts'
import { mariadbSearch } from '../search/mariadb.ts'
import { netSearch } from '../search/net.ts'
import type { JsonRows } from '../tables/json-rows.ts'
import { raw } from '../tables/statement.ts'
import type { FollowerRow, MemberRow, PresenceRow, Tables } from '../tables/tables.ts'
import { batches } from './batched-statements.ts'
import {
  ANSWER_MS,
  COMMIT_WINDOW_MS,
  Conflict,
  type Database,
  LOCK_MS,
  type Session,
  STATEMENT_MS,
  StatementError,
  TooLate,
  TooOld,
  TRANSACTION_MS,
  Unavailable,
} from './database.ts'
import { type Dialects, NetSession, type Prepared, Statements, transact } from './net-session.ts'
import { LOCK_IDLE_S, type LockSession, type NodeCount, NodeLock } from './node-lock.ts'

/** MariaDB 10.6 or later, MySQL 8.0.19 or later. */
export async function openMariadb(url: string, starting: StartUp = QUIET): Promise<Database> {
  const options: PoolOptions = {
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectionLimit: 10,
    connectTimeout: 3000,
    charset: 'utf8mb4_bin',
    maxPreparedStatements: 200,
  }
  // Reads see one moment, writes what is true when they hold the lock.
  const readers = pool(options, 'repeatable read')
  const writers = pool(options, 'read committed')
  const warnings = await checkServer(writers.promise()).catch(async (error) => {
    await Promise.all([readers.promise().end(), writers.promise().end()])
    throw error
  })
  await migrateMariadb(options, starting)
  const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool: writers }) })
  const statements = new Statements(db, DIALECTS)
  return new MariadbDatabase(url, readers.promise(), writers.promise(), statements, warnings)
}

/** Whether this server is new enough, and what it is set to that makes an acknowledgement worth less. */
async function checkServer(pool: Pool): Promise<string[]> {
  const [rows] = await pool.query(
    `select version() as version, @@innodb_flush_log_at_trx_commit as flush,
       @@character_set_client as charset`,
  )
  const [{ version, flush, charset }] = rows as [
    { version: string; flush: number; charset: string },
  ]
  const [major = 0, minor = 0] = version.split('.').map(Number.parseFloat)
  const needs = /mariadb/i.test(version) ? 10.06 : 8
  // JSON_TABLE, by which many sends are one statement.
  if (major + minor / 100 < needs) throw new TooOld('MariaDB 10.6 or MySQL 8 is needed, or later')
  if (charset !== 'utf8mb4')
    throw new TooOld(
      `the server speaks ${charset} to us, which cannot hold all text: remove skip-character-set-client-handshake`,
    )
  if (flush === 1) return []
  const setting = `innodb_flush_log_at_trx_commit is ${flush}`
  return [`${setting}, not 1: a crash of the database may lose acknowledged messages`]
}

function pool(options: PoolOptions, isolation: 'repeatable read' | 'read committed') {
  const made = createPool(options)
  made.on('connection', (connection) => {
    const set = (setting: string) => connection.query(`set session ${setting}`, () => undefined)
    set(`transaction isolation level ${isolation}`)
    // A value that does not fit is an error, whatever the server is set to.
    set("sql_mode = concat(@@sql_mode, ',STRICT_ALL_TABLES')")
    set(`innodb_lock_wait_timeout = ${LOCK_MS / 1000}, lock_wait_timeout = ${LOCK_MS / 1000}`)
    // MariaDB's own. The locks of a node that fell silent within a transaction are let go of.
    set(`max_statement_time = ${STATEMENT_MS / 1000}`)
    set(`idle_transaction_timeout = ${TRANSACTION_MS / 1000}`)
  })
  return made
}

const jsonRows: JsonRows = (json, columns) => {
  const fields = Object.entries(columns).map(
    ([name, type]) =>
      sql`${sql.ref(name)} ${type === 'text' ? TEXT : sql`bigint`} path ${sql.lit(`$.${name}`)}`,
  )
  return sql`json_table(${json}, '$[*]' columns (${sql.join(fields)})) as a`
}
const TEXT = sql`text character set utf8mb4 collate utf8mb4_bin`

const LOGS = { log: 'text', n: 'number', at: 'number' } as const

const DIALECTS: Dialects = {
  own: new Map<unknown, unknown>([
    [
      queries.takeSeq,
      // The only way to hear the new value in the same round trip.
      raw(
        (a: { log: string; at: number }) => sql`
          insert into logs (log, seq, at) values (${a.log}, last_insert_id(1), ${a.at})
          on duplicate key update seq = last_insert_id(seq + 1), at = greatest(at, values(at))`,
      ),
    ],
    [
      queries.putMember,
      raw(
        (a: MemberRow) => sql`
          insert into members (room, user, role, read_seq, joined_at, joined_seq, left_seq, left_at)
          values (${a.room}, ${a.user}, ${a.role}, ${a.read_seq}, ${a.joined_at}, ${a.joined_seq}, null, null)
          on duplicate key update role = values(role), joined_at = values(joined_at),
            joined_seq = values(joined_seq), left_seq = null, left_at = null, unread_from = null`,
      ),
    ],
    [
      queries.putFollower,
      raw(
        (a: FollowerRow) => sql`
          insert into followers (thread, user, room, following, read_seq)
          values (${a.thread}, ${a.user}, ${a.room}, ${a.following}, ${a.read_seq})
          on duplicate key update following = values(following), read_seq = values(read_seq)`,
      ),
    ],
    [
      queries.putPresence,
      raw(
        (a: PresenceRow) => sql`
          insert into presence (user, state, status, last_seen_at)
          values (${a.user}, ${a.state}, ${a.status}, ${a.last_seen_at})
          on duplicate key update state = values(state), status = values(status),
            last_seen_at = values(last_seen_at)`,
      ),
    ],
  ]),
  batches: batches(jsonRows),
  // Out of another table it takes no bound for where to begin, and so reads a room from its first message.
  unions: new Set<unknown>([
    queries.unread,
    queries.unreadInThread,
    queries.unreadMentions,
    queries.lastUntil,
    queries.lastReplyUntil,
  ]),
  search: netSearch(mariadbSearch(jsonRows)),
  // `now` is by the server's time zone, and one hour a year comes twice in many: only its fraction is taken.
  now: raw(
    () => sql`select unix_timestamp() * 1000 + cast(microsecond(now(3)) div 1000 as signed) as at`,
  ),
  takeSeqs: [
    raw(
      (a) => sql`
        insert into logs (log, seq, at) select a.log, a.n, a.at from ${jsonRows(a.json, LOGS)}
        on duplicate key update seq = logs.seq + values(seq), at = greatest(logs.at, values(at))`,
    ),
    raw(
      (a) => sql`
        select logs.log, logs.seq from ${jsonRows(a.json, LOGS)} join logs on logs.log = a.log`,
    ),
  ],
}

class MariadbDatabase implements Database {
  readonly commitWindowMs = COMMIT_WINDOW_MS
  readonly shares = 'in step'
  readonly warnings: readonly string[]
  readonly #readers: Pool
  readonly #writers: Pool
  readonly #statements: Statements
  readonly #lock: NodeLock

  constructor(
    url: string,
    readers: Pool,
    writers: Pool,
    statements: Statements,
    warnings: readonly string[],
  ) {
    this.warnings = warnings
    this.#readers = readers
    this.#writers = writers
    this.#statements = statements
    this.#lock = new NodeLock((as) => lockNode(url, as))
  }

  async write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    await this.#lock.held()
    return this.#transact(this.#writers, 'set autocommit = 0', work)
  }

  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#transact(
      this.#readers,
      'start transaction with consistent snapshot, read only',
      work,
    )
  }

  enter(as: NodeCount): Promise<boolean> {
    return this.#lock.enter(as)
  }

  async close(): Promise<void> {
    this.#lock.close()
    await Promise.all([this.#readers.end(), this.#writers.end()])
  }

  async #transact<T>(
    from: Pool,
    begin: string,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const connection = await connectionOf(from)
    const run = (text: string) => connection.query({ sql: text, timeout: ANSWER_MS })
    const bounds = {
      begin: () => run(begin),
      commit: async (deadline: number | undefined) => {
        if (from === this.#readers) await run('commit')
        else await run(commitUntil(deadline)).catch(late)
      },
      rollback: () => run('rollback'),
      release: () => connection.release(),
      discard: () => connection.destroy(),
    }
    return transact(
      bounds,
      new NetSession(this.#statements, execute(connection)),
      work,
      toStoreError,
    )
  }
}

/** Where all are in use, or none is to be had, it is not waited for longer than a server may be silent. */
async function connectionOf(pool: Pool): Promise<PoolConnection> {
  const { promise: silence, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new Unavailable(new Error('no connection in time'))),
    ANSWER_MS,
  )
  const asked = pool.getConnection()
  try {
    return await Promise.race([asked, silence])
  } catch (error) {
    if (error instanceof Unavailable)
      asked.then(
        (connection) => connection.release(),
        () => undefined, // It was refused already.
      )
    throw toStoreError(error)
  } finally {
    clearTimeout(timer)
  }
}

/**
 * To turn `autocommit` on is to commit, and it is the one statement that both servers let depend on the
 * time: 2 is no value of it, and then nothing is committed. Whole seconds, as `now` is by the server's time zone.
 */
const commitUntil = (deadline: number | undefined): string =>
  deadline === undefined
    ? 'set autocommit = 1'
    : `set autocommit = if(unix_timestamp() * 1000 <= ${deadline}, 1, 2)`

function late(error: unknown): never {
  throw codeOf(error) === 'ER_WRONG_VALUE_FOR_VAR' ? new TooLate(error) : error
}

/** A row's lock: exclusive for the only one, shared by many. */
async function lockNode(url: string, as: NodeCount): Promise<LockSession | undefined> {
  const connection = await createConnection({
    uri: url.replace(/^mariadb:/, 'mysql:'),
    connectTimeout: 3000,
  })
  const ended = new Promise<void>((resolve) => {
    connection.on('error', () => resolve())
    connection.on('end', () => resolve())
  })
  const run = (text: string) => connection.query({ sql: text, timeout: ANSWER_MS })
  try {
    await run(`set session innodb_lock_wait_timeout = 1, wait_timeout = ${LOCK_IDLE_S}`)
    // MariaDB's own.
    await run('set session idle_transaction_timeout = 0').catch(() => undefined)
    await run("insert ignore into settings (name, value) values ('nodes', '')")
    await run('start transaction')
    const mode = as === 'the only one' ? 'for update' : 'lock in share mode'
    await run(`select value from settings where name = 'nodes' ${mode}`)
    return { ended, end: () => connection.destroy(), check: async () => void (await run('do 1')) }
  } catch (error) {
    connection.destroy()
    if (codeOf(error) === 'ER_LOCK_WAIT_TIMEOUT') return undefined
    throw error
  }
}

const execute =
  (connection: PoolConnection) =>
  async ({ sql: text }: Prepared, values: unknown[]): Promise<readonly unknown[]> => {
    const statement = { sql: text, values: values as never[], timeout: ANSWER_MS }
    const [answer] = await connection.execute(statement).catch((error) => {
      throw toStoreError(error)
    })
    if (Array.isArray(answer)) return answer
    // A counter that was raised says how far.
    return [{ seq: answer.insertId }]
  }

/** Deadlock, lock wait timeout, the same row made twice. */
const CONFLICTS = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_DUP_ENTRY'])
/**
 * Disk full, out of memory, too many connections; shut down, killed, interrupted, timed out; a server
 * that takes no writes just now.
 */
const UNAVAILABLE = new Set([
  'ER_DISK_FULL',
  'ER_RECORD_FILE_FULL',
  'ER_ERROR_ON_WRITE',
  'ER_ERROR_ON_READ',
  'ER_GET_ERRNO',
  'ER_OUTOFMEMORY',
  'ER_OUT_OF_RESOURCES',
  'ER_OUT_OF_SORTMEMORY',
  'ER_LOCK_TABLE_FULL',
  'ER_CON_COUNT_ERROR',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_USER_LIMIT_REACHED',
  'ER_SERVER_SHUTDOWN',
  'ER_NORMAL_SHUTDOWN',
  'ER_FORCING_CLOSE',
  'ER_ABORTING_CONNECTION',
  'ER_NEW_ABORTING_CONNECTION',
  'ER_QUERY_INTERRUPTED',
  'ER_QUERY_TIMEOUT',
  'ER_STATEMENT_TIMEOUT',
  'ER_CONNECTION_KILLED',
  'ER_CLIENT_INTERACTION_TIMEOUT',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_READ_ONLY_MODE',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
])
/** Codes that mysql2 has no names for: MariaDB's `max_statement_time` and `KILL`. */
const UNAVAILABLE_NUMBERS = new Set([1927, 1969])

function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Unavailable) return error
  const code = codeOf(error)
  if (CONFLICTS.has(code)) return new Conflict(code, { cause: error })
  if (UNAVAILABLE.has(code) || ('errno' in error && UNAVAILABLE_NUMBERS.has(Number(error.errno))))
    return new Unavailable(error)
  if (code.startsWith('ER_') || 'sqlState' in error) return new StatementError(error)
  // What the protocol and the network say.
  return /^(?:PROTOCOL_|E[A-Z]+$)/.test(code) || 'fatal' in error ? new Unavailable(error) : error
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
