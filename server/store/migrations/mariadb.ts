import { Kysely, MysqlDialect, sql } from 'kysely'
import { createPool, type PoolOptions } from 'mysql2'
import { MARIADB_SEARCH } from '../search/mariadb.ts'
import type { SchemaDialect } from '../tables/schema.ts'
import { migrate, type Target } from './migrate.ts'
import type { StartUp } from './start-up.ts'

const BINARY = sql`character set utf8mb4 collate utf8mb4_bin`

const DIALECT: SchemaDialect = {
  key: sql`varchar(160) ${BINARY}`,
  longKey: sql`varchar(300) ${BINARY}`,
  text: sql`text ${BINARY}`,
  longText: sql`mediumtext ${BINARY}`,
  number: sql`bigint`,
  clustered: sql`engine = innodb`,
  where: false,
  counted: undefined,
  altersAtOnce: true,
  search: MARIADB_SEARCH,
  columns: sql`
    select table_name as of_table, column_name as name from information_schema.columns
    where table_schema = database()`,
  indexes: sql`
    select distinct table_name as of_table, index_name as name from information_schema.statistics
    where table_schema = database()`,
}

const BUSY = new Set(['ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK'])
/** A short wait, because all other statements on the table queue behind a waiting one. */
const LOCK_TIMEOUT_S = 2

/**
 * Migrates on a connection of its own, without a statement timeout: a large table takes long. Each statement commits
 * by itself, so an interrupted migration is completed by running it again.
 */
export async function migrateMariadb(options: PoolOptions, starting: StartUp): Promise<void> {
  const target = mariadbTarget(options)
  await migrate(target, starting).finally(() => target.db.destroy())
}

/** One connection without timeouts. The caller destroys its `db`. */
export function mariadbTarget(options: PoolOptions): Target {
  const pool = createPool({ ...options, connectionLimit: 1 })
  pool.on('connection', (connection) => {
    connection.query(`set session lock_wait_timeout = ${LOCK_TIMEOUT_S}`)
    connection.query(`set session innodb_lock_wait_timeout = ${LOCK_TIMEOUT_S}`)
    // MySQL does not have this setting, and no limit.
    connection.query('set session max_statement_time = 0', () => undefined)
  })
  return {
    db: new Kysely<unknown>({ dialect: new MysqlDialect({ pool }) }),
    dialect: DIALECT,
    isAtomic: false,
    async lock(connection: Kysely<unknown>) {
      // Lock names are shared by all databases of the server. The lock ends with its connection.
      const { rows } = await sql<{ held: unknown }>`
        select get_lock(concat('parlance ', left(sha2(database(), 256), 40)), 0) as held`.execute(
        connection,
      )
      return Number(rows[0]?.held) === 1
    },
    isBusy: (error) => error instanceof Error && 'code' in error && BUSY.has(String(error.code)),
  }
}
