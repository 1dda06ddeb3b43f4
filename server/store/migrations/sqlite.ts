import { SQLiteError, type Database as Sqlite } from 'bun:sqlite'
import { type Kysely, sql } from 'kysely'
import { SQLITE_SEARCH } from '../search/sqlite.ts'
import type { SchemaDialect } from '../tables/schema.ts'
import { migrate, type Target } from './migrate.ts'
import { snapshot } from './snapshot.ts'
import type { StartUp } from './start-up.ts'

const DIALECT: SchemaDialect = {
  key: sql`text`,
  longKey: sql`text`,
  text: sql`text`,
  longText: sql`text`,
  number: sql`integer`,
  clustered: sql`without rowid`,
  where: true,
  // SQLite reads a long text to find the columns after it. It prefers an index to the primary key only if more
  // columns are compared for equality: they come first.
  counted: ['deleted_at', 'silent', 'system', 'seq', 'sender'],
  altersAtOnce: false,
  search: SQLITE_SEARCH,
  columns: sql`
    select of_table.name as of_table, column.name from sqlite_master as of_table,
      pragma_table_info(of_table.name) as column
    where of_table.type = 'table'`,
  indexes: sql`select tbl_name as of_table, name from sqlite_master where type = 'index'`,
}

export async function migrateSqlite(
  database: Sqlite,
  path: string,
  db: Kysely<unknown>,
  starting: StartUp,
): Promise<void> {
  const beforeUpgrade = (to: string, count: number) => snapshot(database, path, to, count, starting)
  await migrate({ ...sqliteTarget(db), beforeUpgrade }, starting)
}

export const sqliteTarget = (db: Kysely<unknown>): Target => ({
  db,
  dialect: DIALECT,
  isAtomic: true,
  // `DataLock` is held already.
  lock: async () => true,
  isBusy: (error) => error instanceof SQLiteError && `${error.code}`.startsWith('SQLITE_BUSY'),
})
