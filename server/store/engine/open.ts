import { join } from 'node:path'
import { QUIET, type StartUp } from '../migrations/start-up.ts'
import * as queries from '../queries/queries.ts'
import type { Database } from './database.ts'
import { openMariadb } from './mariadb.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

type Where = { readonly databaseUrl: string; readonly data: string }

/** A database that cannot be used: what is wrong with the setting, and what to do, in one line. */
export class CannotOpen extends Error {}

const OPEN: Readonly<Record<string, (url: string, starting: StartUp) => Promise<Database>>> = {
  'postgres:': openPostgres,
  'postgresql:': openPostgres,
  'mariadb:': openMariadb,
  'mysql:': openMariadb,
}

export const sqliteFile = (data: string): string => join(data, 'parlance.sqlite')

/** The database that the URL names; without one, SQLite in the data folder. */
export async function openDatabase(
  { databaseUrl, data }: Where,
  starting: StartUp = QUIET,
): Promise<Database> {
  if (databaseUrl === '') {
    const database = await openSqlite(sqliteFile(data), starting)
    // SQLite opens what it may only read, and says so at the first write.
    await database.write(async (session) => {
      const value = `${await session.now()}`
      await session.first(queries.putSetting, { name: 'started', value })
    })
    return database
  }
  const url = URL.parse(databaseUrl)
  const open = url && OPEN[url.protocol]
  if (!url || !open) throw new CannotOpen('give a postgres://, mariadb:// or mysql:// URL')
  if (url.pathname.length < 2) throw new CannotOpen('name the database: …@host:port/NAME')
  return open(saidWhole(url).href, starting)
}

/** PostgreSQL's driver takes these for `verify-full`, and warns in six lines unless it is said so. */
function saidWhole(url: URL): URL {
  const mode = url.searchParams.get('sslmode') ?? ''
  if (['prefer', 'require', 'verify-ca'].includes(mode) && !url.searchParams.has('uselibpqcompat'))
    url.searchParams.set('sslmode', 'verify-full')
  return url
}
