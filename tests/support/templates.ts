import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, sqliteFile } from '../../server/store/engine/open.ts'
import { freshDatabase, run } from './database.ts'

/** What a test run sets, for its suites: the folder of the SQLite file, and the name of the PostgreSQL database. */
const [FOLDER, POSTGRES] = ['TEST_SQLITE_TEMPLATE', 'TEST_POSTGRES_TEMPLATE'] as const

/**
 * Migrates a database of each kind that can be copied, once for all suites of `work`: a copy costs a tenth of the
 * migrations. A suite that runs by itself migrates its databases.
 */
export async function withTemplates(folder: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(join(folder, 'template'))
  process.env[FOLDER] = join(folder, 'template')
  await (await openDatabase({ databaseUrl: '', data: join(folder, 'template') })).close()
  const server = process.env['TEST_POSTGRES_URL']
  if (server === undefined) return work()
  const { url, drop } = await freshDatabase(undefined, 'postgres')
  await (await openDatabase({ databaseUrl: url, data: folder })).close()
  const name = new URL(url).pathname.slice(1)
  process.env[POSTGRES] = name
  // A database that somebody has open cannot be copied.
  await run('postgres', server, `alter database ${name} with allow_connections false`)
  try {
    await work()
  } finally {
    await drop()
  }
}

/** A database of its own that is migrated, where there is a template. Below `data` if it is SQLite. */
export async function migratedDatabase(data: string, given?: string) {
  const folder = process.env[FOLDER]
  const database = await freshDatabase(given, undefined, process.env[POSTGRES])
  if (database.url === '' && folder !== undefined)
    copyFileSync(sqliteFile(folder), sqliteFile(data))
  return database
}
