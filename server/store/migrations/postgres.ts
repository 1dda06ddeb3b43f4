import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, types } from 'pg'
import { POSTGRES_SEARCH } from '../search/postgres.ts'
import type { SchemaDialect } from '../tables/schema.ts'
import { migrate, type Target } from './migrate.ts'
import type { StartUp } from './start-up.ts'

const DIALECT: SchemaDialect = {
  key: sql`text collate "C"`,
  longKey: sql`text collate "C"`,
  text: sql`text`,
  longText: sql`text`,
  number: sql`bigint`,
  clustered: sql``,
  where: true,
  // The rows of a room lie apart. A count reads them in the order of `seq`.
  counted: ['seq', 'sender', 'deleted_at', 'silent', 'system'],
  altersAtOnce: true,
  search: POSTGRES_SEARCH,
  columns: sql`
    select relname as of_table, attname as name from pg_class join pg_attribute on attrelid = pg_class.oid
    where relkind in ('r', 'p') and attnum > 0 and not attisdropped and pg_table_is_visible(pg_class.oid)
      and relnamespace::regnamespace::text = any(current_schemas(false))`,
  indexes: sql`
    select tablename as of_table, indexname as name from pg_indexes
    where schemaname = any(current_schemas(false))`,
}

const INT8 = 20
/** The key of the advisory lock. It is that of the runner that was used first. */
const LOCK = '3853314791062309107'
/** Lock not available, deadlock. */
const BUSY = new Set(['55P03', '40P01'])
/** A short wait, because all other statements on the table queue behind a waiting one. */
const LOCK_TIMEOUT_MS = 2000
const LIMITS = sql`
  select set_config('statement_timeout', '0', false), set_config('lock_timeout', ${`${LOCK_TIMEOUT_MS}`}, false),
    set_config('idle_in_transaction_session_timeout', '0', false)`

/** Migrates on a connection of its own, without a statement timeout: a large table takes long. */
export async function migratePostgres(url: string, starting: StartUp): Promise<void> {
  const target = postgresTarget(url)
  await migrate(target, starting).finally(() => target.db.destroy())
}

/** One connection without timeouts. The caller destroys its `db`. */
export function postgresTarget(url: string): Target {
  const pool = new Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: 3000,
    keepAlive: true,
    types: { getTypeParser: (id: number) => (id === INT8 ? Number : types.getTypeParser(id)) },
  })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return {
    db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
    dialect: DIALECT,
    isAtomic: true,
    async lock(connection: Kysely<unknown>) {
      await LIMITS.execute(connection)
      const { rows } = await sql<{ held: boolean }>`
        select pg_try_advisory_lock(${sql.raw(LOCK)}) as held`.execute(connection)
      return rows[0]?.held === true
    },
    isBusy: (error) => error instanceof Error && 'code' in error && BUSY.has(String(error.code)),
  }
}
