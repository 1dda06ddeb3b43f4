import { type Kysely, sql } from 'kysely'
import { migrateOn, type Target } from '../migrations/migrate.ts'
import { CannotStart, QUIET } from '../migrations/start-up.ts'
import { BadArchive, type Header, type Secrets } from './archive-format.ts'
import { type OpenTarget, openTarget, type Place } from './open-target.ts'
import { checkArchive, readArchive } from './read-archive.ts'
import { columnsOf } from './read-rows.ts'
import { ALL_TABLES } from './tables.ts'
import { RowWriter } from './write-rows.ts'

export type RestoreOptions = {
  readonly place: Place
  readonly path: string
  /** How the file is called in messages: a decrypted copy has another path. */
  readonly name: string
  /** A new random text: cursors from before are refused, and clients load everything again. */
  readonly epoch: string
  /** Stores the secrets of the backup in the data folder. It is called after all rows are stored. */
  readonly keepSecrets: ((secrets: Secrets) => void) | undefined
  readonly onTotal?: (rows: number) => void
  readonly onRow?: () => void
}

/**
 * Fills an empty database from a backup, which may come from another kind of database and from an earlier version. The
 * backup is read and checked before anything is changed. If it is interrupted, no server starts on the database, and the
 * next restore begins again. Throws `CannotStart` if the database has data.
 */
export async function restore(options: RestoreOptions): Promise<{ rows: number; header: Header }> {
  const { place, path, onTotal } = options
  const { header, rows } = await checkArchive(path)
  onTotal?.(rows)
  const opened = await openTarget(place, 'write')
  try {
    // The connection keeps the lock of migrations: a server that starts meanwhile waits.
    await opened.target.db
      .connection()
      .execute((connection) => fill(connection, opened, header, options))
    return { rows, header }
  } finally {
    await opened.close()
  }
}

async function fill(
  connection: Kysely<unknown>,
  { target }: OpenTarget,
  header: Header,
  { place, path, name, epoch, keepSecrets, onRow }: RestoreOptions,
): Promise<void> {
  await requireEmpty(connection, target, place)
  await migrateOn(connection, target, QUIET, header.migrations)
  await requireEmpty(connection, target, place)
  await putSetting(connection, 'restoring', name)
  const columns = await columnsOf(connection, target.dialect)
  for (const table of ALL_TABLES)
    if (columns.has(table) && table !== 'settings')
      await sql`delete from ${sql.table(table)}`.execute(connection)
  await sql`delete from settings where name <> 'restoring'`.execute(connection)
  let writer: RowWriter | undefined
  for await (const part of readArchive(path))
    if (part.kind === 'table') {
      await writer?.end()
      const { table, columns: names } = part.table
      const known = columns.get(table) ?? []
      const missing = names.find((name) => !known.includes(name))
      if (!ALL_TABLES.includes(table) || missing !== undefined)
        throw new BadArchive(`${path}: has ${table}.${missing}, which this version does not have`)
      writer = new RowWriter(connection, table, names)
    } else if (part.kind === 'row') {
      await writer?.add(part.row)
      onRow?.()
    }
  await writer?.end()
  await migrateOn(connection, target, QUIET)
  await putSetting(connection, 'epoch', epoch)
  const { jwtSecret, secret } = header.secrets
  if (keepSecrets !== undefined) keepSecrets(header.secrets)
  else {
    if (jwtSecret !== undefined) await putSetting(connection, 'jwt-secret', jwtSecret)
    if (secret !== undefined) await putSetting(connection, 'secret', secret)
  }
  await sql`delete from settings where name = 'restoring'`.execute(connection)
}

/** An interrupted restore left its mark: what it stored is replaced. */
async function requireEmpty(
  connection: Kysely<unknown>,
  target: Target,
  { databaseUrl }: Place,
): Promise<void> {
  const columns = await columnsOf(connection, target.dialect)
  if (!columns.has('settings')) return
  const { rows } = await sql`select name from settings where name = 'restoring'`.execute(connection)
  if (rows.length > 0) return
  for (const table of ALL_TABLES) {
    if (!columns.has(table) || table === 'settings') continue
    const found = await sql`select 1 from ${sql.table(table)} limit 1`.execute(connection)
    if (found.rows.length === 0) continue
    const setting = databaseUrl === '' ? 'PARLANCE_DATA' : 'PARLANCE_DATABASE_URL'
    throw new CannotStart(
      `${setting}: the database has data already (in ${table}): restore into an empty one`,
    )
  }
}

async function putSetting(connection: Kysely<unknown>, name: string, value: string): Promise<void> {
  await sql`delete from settings where name = ${name}`.execute(connection)
  await sql`insert into settings (name, value) values (${name}, ${value})`.execute(connection)
}
