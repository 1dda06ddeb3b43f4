import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, sqliteFile } from '../../server/store/engine/open.ts'
import { DATABASE, freshDatabase, run } from './database.ts'
import { query } from './sql.ts'

/** What a test run sets, for its suites: the folder of the SQLite file, and the name of the PostgreSQL database. */
const [FOLDER, POSTGRES] = ['TEST_SQLITE_TEMPLATE', 'TEST_POSTGRES_TEMPLATE'] as const
/** In that folder: the statements that make a copy of the MariaDB database. */
const MARIADB = 'mariadb.sql'

/**
 * Migrates a database of each kind, once for all suites of `work`: a copy costs a tenth of the migrations. A suite that
 * runs by itself migrates its databases.
 */
export async function withTemplates(folder: string, work: () => Promise<void>): Promise<void> {
  const data = join(folder, 'template')
  mkdirSync(data)
  process.env[FOLDER] = data
  await migrate('', data)
  const drops: (() => Promise<void>)[] = []
  try {
    if (process.env['TEST_POSTGRES_URL']) drops.push(await postgresTemplate(data))
    if (process.env['TEST_MARIADB_URL']) drops.push(await mariadbTemplate(data))
    await work()
  } finally {
    for (const drop of drops) await drop()
  }
}

/** A database of its own that is migrated, where there is a template. Below `data` if it is SQLite. */
export async function migratedDatabase(data: string, given?: string) {
  const folder = process.env[FOLDER]
  const database = await freshDatabase(given, undefined, process.env[POSTGRES])
  if (folder === undefined || given !== undefined) return database
  const copy = join(folder, MARIADB)
  if (DATABASE === 'sqlite') copyFileSync(sqliteFile(folder), sqliteFile(data))
  if (DATABASE === 'mariadb' && existsSync(copy))
    await run('mariadb', database.url, readFileSync(copy, 'utf8'))
  return database
}

async function postgresTemplate(data: string) {
  const { url, drop } = await freshDatabase(undefined, 'postgres')
  await migrate(url, data)
  const name = nameOf(url)
  process.env[POSTGRES] = name
  // A database that somebody has open cannot be copied.
  const server = process.env['TEST_POSTGRES_URL'] ?? ''
  await run('postgres', server, `alter database ${name} with allow_connections false`)
  return drop
}

/** MariaDB copies no database, but all tables are made and filled by statements that are sent together. */
async function mariadbTemplate(data: string) {
  const { url, drop } = await freshDatabase(undefined, 'mariadb')
  await migrate(url, data)
  const session = await query(url)
  const tables: string[] = []
  const rows: string[] = []
  for (const row of await session.rows<object>('show tables')) {
    const table = `${Object.values(row)[0]}`
    const [made] = await session.rows<{ 'Create Table': string }>(`show create table \`${table}\``)
    tables.push(made?.['Create Table'] ?? '')
    rows.push(`insert into \`${table}\` select * from \`${nameOf(url)}\`.\`${table}\``)
  }
  await session.close()
  const statements = ['set foreign_key_checks = 0', ...tables, ...rows]
  writeFileSync(join(data, MARIADB), statements.join(';\n'))
  return drop
}

const migrate = async (databaseUrl: string, data: string) =>
  (await openDatabase({ databaseUrl, data })).close()

const nameOf = (url: string): string => new URL(url).pathname.slice(1)
