import { join } from 'node:path'
import { CannotStart, QUIET, type StartUp } from '../migrations/start-up.ts'
import * as queries from '../queries/queries.ts'
import { type Database, type DatabaseEvents, type OnStatement, UNTIMED } from './database.ts'
import { openSqlite } from './sqlite/sqlite.ts'

type Where = { readonly databaseUrl: string; readonly data: string }

/** The database setting is invalid. The message is one line: what is wrong, and what to do. */
export class CannotOpen extends Error {}

type Open = (url: string, starting: StartUp, onStatement: OnStatement) => Promise<Database>
/** A driver is loaded where it is used: the two take as long to load as the rest of the store. */
const postgres = async (): Promise<Open> => (await import('./postgres/postgres.ts')).openPostgres
const mariadb = async (): Promise<Open> => (await import('./mariadb/mariadb.ts')).openMariadb
const ENGINES: Readonly<Record<string, () => Promise<Open>>> = {
  'postgres:': postgres,
  'postgresql:': postgres,
  'mariadb:': mariadb,
  'mysql:': mariadb,
}

export const sqliteFile = (data: string): string => join(data, 'parlance.sqlite')

/** Opens the database of the URL, or SQLite in the data folder if there is no URL. */
export async function openDatabase(
  { databaseUrl, data }: Where,
  starting: StartUp = QUIET,
  events: DatabaseEvents = {},
): Promise<Database> {
  const database = await openUnchecked({ databaseUrl, data }, starting, events)
  const mark = await database.read((session) =>
    session.first(queries.setting, { name: 'restoring' }),
  )
  if (mark === undefined) return database
  await database.close()
  const setting = databaseUrl === '' ? 'PARLANCE_DATA' : 'PARLANCE_DATABASE_URL'
  throw new CannotStart(
    `${setting}: the restore of ${mark.value} was interrupted: run \`parlance restore\` again`,
  )
}

async function openUnchecked(
  { databaseUrl, data }: Where,
  starting: StartUp,
  events: DatabaseEvents,
): Promise<Database> {
  if (databaseUrl === '') {
    const database = await openSqlite(sqliteFile(data), starting, events)
    // SQLite opens a read-only file without an error. This write finds out.
    await database.write(async (session) => {
      const value = `${await session.now()}`
      await session.first(queries.putSetting, { name: 'started', value })
    })
    return database
  }
  const url = URL.parse(databaseUrl)
  const engine = url && ENGINES[url.protocol]
  if (!url || !engine) throw new CannotOpen('set a postgres://, mariadb:// or mysql:// URL')
  if (url.pathname.length < 2) throw new CannotOpen('name the database: …@host:port/NAME')
  const open = await engine()
  return open(withSslMode(withIdentity(url)).href, starting, events.onStatement ?? UNTIMED)
}

/**
 * The driver of MariaDB checks the authority of a certificate, but not for which host it is: then everybody who has any
 * certificate of that authority could be the database. `{"verifyIdentity":false}` in the URL turns the check off.
 */
function withIdentity(url: URL): URL {
  const ssl = jsonOf(url.searchParams.get('ssl'))
  if (typeof ssl === 'object' && ssl !== null)
    url.searchParams.set('ssl', JSON.stringify({ verifyIdentity: true, ...ssl }))
  return url
}

/** Undefined for the name of a profile, such as `Amazon RDS`, which the driver knows. */
function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

/** PostgreSQL's driver treats these modes as `verify-full`. Without the explicit mode it warns in six lines. */
function withSslMode(url: URL): URL {
  const mode = url.searchParams.get('sslmode') ?? ''
  if (['prefer', 'require', 'verify-ca'].includes(mode) && !url.searchParams.has('uselibpqcompat'))
    url.searchParams.set('sslmode', 'verify-full')
  return url
}
