import { Kysely, MysqlDialect, sql } from 'kysely'
import { createPool, type PoolOptions } from 'mysql2'
import { type Connection, createConnection, type Pool, type PoolConnection } from 'mysql2/promise'
import { batches, type JsonRows, raw } from './batch.ts'
import { Again, Away, type Database, type Session, TooOld } from './database.ts'
import { migrate } from './migrations/migrate.ts'
import { type Dialects, NetSession, type Prepared, Statements, transact } from './net-session.ts'
import * as queries from './queries.ts'
import { MARIADB_SEARCH, MARIADB_SEARCH_BY_ROOM, mariadbSearch } from './search/mariadb.ts'
import { netSearch } from './search/net.ts'
import type { FollowerRow, MemberRow, PresenceRow, Tables } from './tables.ts'

const STATEMENT_S = 5

/** MariaDB 10.6 or later, MySQL 8.0.19 or later. */
export async function openMariadb(url: string): Promise<Database> {
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
  const warnings = await look(writers.promise()).catch(async (error) => {
    await Promise.all([readers.promise().end(), writers.promise().end()])
    throw error
  })
  const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool: writers }) })
  await migrate(db, {
    key: sql`varchar(160) character set utf8mb4 collate utf8mb4_bin`,
    longKey: sql`varchar(300) character set utf8mb4 collate utf8mb4_bin`,
    text: sql`text character set utf8mb4 collate utf8mb4_bin`,
    number: sql`bigint`,
    clustered: sql`engine = innodb`,
    where: false,
    altersAtOnce: true,
    search: MARIADB_SEARCH,
    searchAnew: [],
    searchByRoom: MARIADB_SEARCH_BY_ROOM,
  })
  const statements = new Statements(db, DIALECTS)
  return new MariadbDatabase(url, readers.promise(), writers.promise(), statements, warnings)
}

/** Whether this server is new enough, and what it is set to that makes an acknowledgement worth less. */
async function look(pool: Pool): Promise<string[]> {
  const [rows] = await pool.query(
    'select version() as version, @@innodb_flush_log_at_trx_commit as flush',
  )
  const [{ version, flush }] = rows as [{ version: string; flush: number }]
  const [major = 0, minor = 0] = version.split('.').map(Number.parseFloat)
  const needs = /mariadb/i.test(version) ? 10.06 : 8
  // JSON_TABLE, by which many sends are one statement.
  if (major + minor / 100 < needs) throw new TooOld('MariaDB 10.6 or MySQL 8 is needed, or later')
  if (flush === 1) return []
  const setting = `innodb_flush_log_at_trx_commit is ${flush}`
  return [`${setting}, not 1: a crash of the database may lose acknowledged messages`]
}

function pool(options: PoolOptions, isolation: 'repeatable read' | 'read committed') {
  const made = createPool(options)
  made.on('connection', (connection) => {
    connection.query(`set session transaction isolation level ${isolation}`)
    connection.query('set session innodb_lock_wait_timeout = 3')
    // MariaDB counts seconds; MySQL has a setting of another name, for reads alone.
    connection.query(`set session max_statement_time = ${STATEMENT_S}`, () => undefined)
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
            joined_seq = values(joined_seq), left_seq = null, left_at = null`,
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
  unions: new Set<unknown>([queries.unread, queries.unreadInThread]),
  search: netSearch(mariadbSearch(jsonRows)),
  now: raw(() => sql`select cast(unix_timestamp(now(3)) * 1000 as signed) as at`),
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
  readonly settleMs = 15_000
  readonly shares = 'in step'
  readonly warnings: readonly string[]
  readonly #url: string
  readonly #readers: Pool
  readonly #writers: Pool
  readonly #statements: Statements

  #place: Connection | undefined
  #closed = false

  constructor(
    url: string,
    readers: Pool,
    writers: Pool,
    statements: Statements,
    warnings: readonly string[],
  ) {
    this.#url = url
    this.warnings = warnings
    this.#readers = readers
    this.#writers = writers
    this.#statements = statements
  }

  write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#transact(this.#writers, 'start transaction', work)
  }

  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#transact(
      this.#readers,
      'start transaction with consistent snapshot, read only',
      work,
    )
  }

  /** A row's lock, of its own session: exclusive for the only one, shared by many. */
  async enter(as: 'the only one' | 'one of many'): Promise<boolean> {
    const connection = await createConnection(this.#url.replace(/^mariadb:/, 'mysql:'))
    connection.on('error', () => this.#enterAgain(as))
    await connection.query('set session innodb_lock_wait_timeout = 1')
    const lock = as === 'the only one' ? 'for update' : 'lock in share mode'
    try {
      await connection.query("insert ignore into settings (name, value) values ('nodes', '')")
      await connection.query('start transaction')
      await connection.query(`select value from settings where name = 'nodes' ${lock}`)
      this.#place = connection
      return true
    } catch {
      // Held by another node.
      await connection.end()
      return false
    }
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
    await Promise.all([this.#readers.end(), this.#writers.end()])
  }

  async #transact<T>(
    from: Pool,
    begin: string,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const connection = await from.getConnection().catch((error) => {
      throw told(error)
    })
    const bounds = {
      begin: () => connection.query(begin),
      commit: async () => {
        await connection.query('commit')
        connection.release()
      },
      rollback: () => rollback(connection),
    }
    return transact(bounds, new NetSession(this.#statements, execute(connection)), work, told)
  }
}

const execute =
  (connection: PoolConnection) =>
  async ({ sql: text }: Prepared, values: unknown[]): Promise<readonly unknown[]> => {
    const [answer] = await connection.execute(text, values as never[]).catch((error) => {
      throw told(error)
    })
    if (Array.isArray(answer)) return answer
    // A counter that was raised says how far.
    return [{ seq: answer.insertId }]
  }

/** A connection that cannot even do that is thrown away. */
async function rollback(connection: PoolConnection): Promise<void> {
  try {
    await connection.query('rollback')
    connection.release()
  } catch {
    connection.destroy()
  }
}

/** Deadlock, lock wait timeout, the same row made twice. */
const AGAIN = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_DUP_ENTRY'])
/** What the server, the protocol and the network call their errors. */
const CODE = /^(?:ER_|PROTOCOL_|E[A-Z]+$)/

function told(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  if (!CODE.test(code) && !('fatal' in error)) return error
  return AGAIN.has(code) ? new Again(code, { cause: error }) : new Away(error)
}
