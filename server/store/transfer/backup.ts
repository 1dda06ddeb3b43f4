import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { migrationsOf } from '../migrations/migrate.ts'
import { BadArchive, FORMAT, type Part, type Secrets } from './archive-format.ts'
import { backupName, backupsAmong } from './backup-files.ts'
import { type OpenTarget, openTarget, type Place } from './open-target.ts'
import { checkArchive } from './read-archive.ts'
import { beginSnapshot, columnsOf, databaseTime, endSnapshot, rowsOf } from './read-rows.ts'
import { BACKUP_TABLES, LOCAL_SETTINGS } from './tables.ts'
import { writeArchive } from './write-archive.ts'

export type BackupOptions = {
  readonly place: Place
  readonly folder: string
  readonly version: string
  /** The secrets of the data folder. Those in the database are added. */
  readonly secrets: Secrets
  /** A public key of age, for which the file is encrypted. */
  readonly recipient?: string | undefined
  /** How many backups stay in the folder; undefined: all. */
  readonly keep?: number | undefined
  readonly onTotal?: (rows: number) => void
  readonly onRow?: () => void
}

/**
 * Writes a backup of one moment into the folder, while servers may run. The file has its name only when all of it is on
 * disk and was read again.
 */
export async function backup(options: BackupOptions): Promise<{ path: string; rows: number }> {
  const { place, folder, keep, recipient } = options
  const opened = await openTarget(place, 'read')
  try {
    return await opened.target.db.connection().execute(async (connection) => {
      await beginSnapshot(connection, opened.kind)
      try {
        const at = await databaseTime(connection, opened.kind)
        const end = recipient === undefined ? '' : '.age'
        const path = join(folder, backupName(at, end))
        const written = await write(path, partsOf(connection, opened, at, options), recipient)
        if (keep !== undefined) rotate(folder, keep)
        return written
      } finally {
        await endSnapshot(connection)
      }
    })
  } finally {
    await opened.close()
  }
}

async function write(path: string, parts: AsyncIterable<Part>, recipient: string | undefined) {
  const part = `${path}.part`
  let rows = 0
  const counted = async function* () {
    for await (const each of parts) {
      if (each.kind === 'row') rows++
      yield each
    }
  }
  try {
    const sha256 = await writeArchive(part, counted(), recipient)
    await readAgain(part, sha256, recipient)
    renameSync(part, path)
    const folder = await open(join(path, '..'), 'r')
    await folder.sync().finally(() => folder.close())
    return { path, rows }
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

/** Only the owner of the secret key can read an encrypted backup, so its bytes are compared. */
async function readAgain(path: string, sha256: string, recipient: string | undefined) {
  if (recipient === undefined) return void (await checkArchive(path))
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  if (hash.digest('hex') !== sha256)
    throw new BadArchive(`${path}: the disk returns other bytes than were written: check the disk`)
}

/** Deletes the oldest backups, and what a backup left that was killed. */
function rotate(folder: string, keep: number): void {
  const { complete, unfinished } = backupsAmong(readdirSync(folder))
  const old = complete.slice(0, Math.max(0, complete.length - keep))
  for (const name of [...old, ...unfinished]) rmSync(join(folder, name), { force: true })
}

async function* partsOf(
  connection: Kysely<unknown>,
  { kind, target }: OpenTarget,
  at: number,
  { version, secrets, onTotal, onRow }: BackupOptions,
): AsyncGenerator<Part> {
  const { recorded } = await migrationsOf(connection, target.dialect)
  const columns = await columnsOf(connection, target.dialect)
  const tables = BACKUP_TABLES.filter((table) => columns.has(table))
  const stored = { ...(await storedSecrets(connection)), ...defined(secrets) }
  onTotal?.(await total(connection, tables))
  const header = { parlance: 'backup', format: FORMAT, version, at, from: kind } as const
  yield { kind: 'header', header: { ...header, migrations: [...recorded], secrets: stored } }
  for (const table of tables) {
    const names = columns.get(table) ?? []
    yield { kind: 'table', table: { table, columns: [...names] } }
    const name = names.indexOf('name')
    for await (const row of rowsOf(connection, kind, table, names)) {
      if (table === 'settings' && LOCAL_SETTINGS.has(`${row[name]}`)) continue
      onRow?.()
      yield { kind: 'row', row }
    }
  }
}

async function storedSecrets(connection: Kysely<unknown>): Promise<Secrets> {
  const { rows } = await sql<{ name: string; value: string }>`
    select name, value from settings where name in ('jwt-secret', 'secret')`.execute(connection)
  const of = (wanted: string) => rows.find(({ name }) => name === wanted)?.value
  return defined({ jwtSecret: of('jwt-secret'), secret: of('secret') })
}

const defined = (secrets: Readonly<Record<string, string | undefined>>): Secrets =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== undefined))

async function total(connection: Kysely<unknown>, tables: readonly string[]): Promise<number> {
  const counts = tables.map((table) => sql`select count(*) as n from ${sql.table(table)}`)
  const { rows } = await sql<{ n: number }>`${sql.join(counts, sql` union all `)}`.execute(
    connection,
  )
  return rows.reduce((sum, { n }) => sum + Number(n), 0)
}
