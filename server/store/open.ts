import { join } from 'node:path'
import { type Database, TooOld } from './database.ts'
import { openMariadb } from './mariadb.ts'
import { NewerSchema } from './migrations/migrate.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import { QUIET, type Starting } from './starting.ts'

type Where = { readonly databaseUrl: string; readonly data: string }

/** A database that cannot be used: what is wrong with the setting, and what to do, in one line. */
export class CannotOpen extends Error {}

const OPEN: Readonly<Record<string, (url: string, starting: Starting) => Promise<Database>>> = {
  'postgres:': openPostgres,
  'postgresql:': openPostgres,
  'mariadb:': openMariadb,
  'mysql:': openMariadb,
}

/** The database that the URL names; without one, SQLite in the data folder. */
export async function openDatabase(
  { databaseUrl, data }: Where,
  starting: Starting = QUIET,
): Promise<Database> {
  if (databaseUrl === '') return openSqlite(join(data, 'parlance.sqlite'), starting)
  const url = URL.parse(databaseUrl)
  const open = url && OPEN[url.protocol]
  if (!url || !open) throw new CannotOpen('give a postgres://, mariadb:// or mysql:// URL')
  if (url.pathname.length < 2) throw new CannotOpen('name the database: …@host:port/NAME')
  try {
    return await open(databaseUrl, starting)
  } catch (error) {
    throw reason(error, url) ?? error
  }
}

/** Said without the URL itself: it holds a password. */
function reason(error: unknown, url: URL): CannotOpen | undefined {
  const name = url.pathname.slice(1)
  if (error instanceof NewerSchema) return new CannotOpen(`${error.message}: install that version`)
  if (error instanceof TooOld) return new CannotOpen(error.message)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (BAD_PASSWORD.has(code))
    return new CannotOpen(`${url.host} does not let ${url.username} in: check user and password`)
  if (NO_DATABASE.has(code))
    return new CannotOpen(
      `${url.host} has no database ${name} for ${url.username}: create it first`,
    )
  if (/^E[A-Z]+$/.test(code) || /timeout|terminated/i.test(String(error)))
    return new CannotOpen(`nobody answers at ${url.host}: is the database running there?`)
  if (code !== '') return new CannotOpen(`${url.host} says: ${(error as Error).message}`)
  return undefined
}

const BAD_PASSWORD = new Set(['28P01', '28000', 'ER_ACCESS_DENIED_ERROR'])
const NO_DATABASE = new Set(['3D000', 'ER_BAD_DB_ERROR', 'ER_DBACCESS_DENIED_ERROR'])
