import { Kysely, MysqlDialect } from 'kysely'
import { createPool, type PoolOptions } from 'mysql2'
import { createConnection, type Pool, type PoolConnection } from 'mysql2/promise'
import { migrateMariadb } from '../../migrations/mariadb.ts'
import { QUIET, type StartUp } from '../../migrations/start-up.ts'
import type { Tables } from '../../tables/tables.ts'
import {
  ANSWER_MS,
  COMMIT_WINDOW_MS,
  type Database,
  LOCK_MS,
  type OnStatement,
  type Session,
  STATEMENT_MS,
  TooLate,
  TooOld,
  TRANSACTION_MS,
  UNTIMED,
  Unavailable,
} from '../database.ts'
import { NetSession, type Prepared, Statements, transact } from '../net-session.ts'
import { LOCK_IDLE_S, type LockSession, type NodeCount, NodeLock } from '../node-lock.ts'
import { MARIADB } from './dialect.ts'
import { codeOf, toStoreError } from './errors.ts'

/** MariaDB 10.6 or later, MySQL 8.0.19 or later. */
export async function openMariadb(
  url: string,
  starting: StartUp = QUIET,
  onStatement: OnStatement = UNTIMED,
): Promise<Database> {
  const options = mariadbOptions(url)
  // Reads see one moment. Writes see the newest committed rows once they hold the lock.
  const readers = pool(options, 'repeatable read')
  const writers = pool(options, 'read committed')
  const warnings = await checkServer(writers.promise()).catch(async (error) => {
    await Promise.all([readers.promise().end(), writers.promise().end()])
    throw error
  })
  await migrateMariadb(options, starting)
  const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool: writers }) })
  const statements = new Statements(db, MARIADB, onStatement)
  return new MariadbDatabase(url, readers.promise(), writers.promise(), statements, warnings)
}

export const mariadbOptions = (url: string): PoolOptions => ({
  uri: url.replace(/^mariadb:/, 'mysql:'),
  connectionLimit: 10,
  connectTimeout: 3000,
  charset: 'utf8mb4_bin',
  maxPreparedStatements: 200,
})

/** Checks the version and settings of the server. Returns warnings about settings that can lose acknowledged writes. */
async function checkServer(pool: Pool): Promise<string[]> {
  const [rows] = await pool.query(
    `select version() as version, @@innodb_flush_log_at_trx_commit as flush,
       @@character_set_client as charset`,
  )
  const [{ version, flush, charset }] = rows as [
    { version: string; flush: number; charset: string },
  ]
  const [major = 0, minor = 0] = version.split('.').map(Number.parseFloat)
  const required = /mariadb/i.test(version) ? 10.06 : 8
  // These versions have JSON_TABLE, with which many sends are one statement.
  if (major + minor / 100 < required)
    throw new TooOld('this database server is too old: use MariaDB 10.6, MySQL 8, or later')
  if (charset !== 'utf8mb4')
    throw new TooOld(
      `the server's connections use ${charset}, which cannot hold all text: remove skip-character-set-client-handshake`,
    )
  if (flush === 1) return []
  const setting = `innodb_flush_log_at_trx_commit is ${flush}`
  return [`${setting}, not 1: a crash of the database may lose acknowledged messages`]
}

function pool(options: PoolOptions, isolation: 'repeatable read' | 'read committed') {
  const opened = createPool(options)
  opened.on('connection', (connection) => {
    const set = (setting: string) => connection.query(`set session ${setting}`, () => undefined)
    set(`transaction isolation level ${isolation}`)
    // A value that does not fit is an error, whatever the server's own setting.
    set("sql_mode = concat(@@sql_mode, ',STRICT_ALL_TABLES')")
    set(`innodb_lock_wait_timeout = ${LOCK_MS / 1000}, lock_wait_timeout = ${LOCK_MS / 1000}`)
    // MySQL does not have these two. They release the locks of a node that stops in the middle of a transaction.
    set(`max_statement_time = ${STATEMENT_MS / 1000}`)
    set(`idle_transaction_timeout = ${TRANSACTION_MS / 1000}`)
  })
  return opened
}

class MariadbDatabase implements Database {
  readonly commitWindowMs = COMMIT_WINDOW_MS
  readonly commits = 'batched'
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

  async scrub(): Promise<void> {
    // The server reuses the space of deleted rows by itself: docs/data.md.
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
    const control = {
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
      control,
      new NetSession(this.#statements, execute(connection)),
      work,
      toStoreError,
    )
  }
}

/** A connection of the pool. If all are in use, or none can be opened, the wait ends after `ANSWER_MS`. */
async function connectionOf(pool: Pool): Promise<PoolConnection> {
  const { promise: timeout, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new Unavailable(new Error(`no connection within ${ANSWER_MS} ms`))),
    ANSWER_MS,
  )
  const connecting = pool.getConnection()
  try {
    return await Promise.race([connecting, timeout])
  } catch (error) {
    if (error instanceof Unavailable)
      connecting.then(
        (connection) => connection.release(),
        () => undefined, // The timeout was reported already.
      )
    throw toStoreError(error)
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Turning `autocommit` on commits the transaction, and it is the one statement that can depend on the time on both
 * servers: 2 is an invalid value, so nothing is committed. Whole seconds are compared, because `now` depends on the
 * server's time zone.
 */
const commitUntil = (deadline: number | undefined): string =>
  deadline === undefined
    ? 'set autocommit = 1'
    : `set autocommit = if(unix_timestamp() * 1000 <= ${deadline}, 1, 2)`

function late(error: unknown): never {
  throw codeOf(error) === 'ER_WRONG_VALUE_FOR_VAR' ? new TooLate(error) : error
}

/** A lock on a row: exclusive for the only node, shared by one of many. */
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
    // MySQL does not have this setting.
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
    const [result] = await connection.execute(statement).catch((error) => {
      throw toStoreError(error)
    })
    if (Array.isArray(result)) return result
    // `takeSeq` returns the new seq as the insert id.
    return [{ seq: result.insertId }]
  }
