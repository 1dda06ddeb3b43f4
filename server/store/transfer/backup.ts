import { type Kysely, sql } from 'kysely'
import { migrationsOf } from '../migrations/migrate.ts'
import { FORMAT, type Part, type Secrets } from './archive-format.ts'
import { backupName, backupsAmong } from './backup-files.ts'
import type { BackupPlace } from './backup-place.ts'
import { type OpenTarget, openTarget, type Place } from './open-target.ts'
import { beginSnapshot, columnsOf, databaseTime, endSnapshot, rowsOf } from './read-rows.ts'
import { BACKUP_TABLES, LOCAL_SETTINGS } from './tables.ts'
import { writeArchive } from './write-archive.ts'

export type BackupOptions = {
  readonly place: Place
  readonly into: BackupPlace
  readonly version: string
  /** The secrets of the data folder. Those in the database are added. */
  readonly secrets: Secrets
  /** A public key of age, for which the file is encrypted. */
  readonly recipient?: string | undefined
  /** How many backups stay there; undefined: all. */
  readonly keep?: number | undefined
  readonly onTotal?: (rows: number) => void
  readonly onRow?: () => void
}

/** Writes a backup of one moment, while servers may run. Returns its path there, and its number of rows. */
export async function backup(options: BackupOptions): Promise<{ path: string; rows: number }> {
  const { place, into, keep, recipient } = options
  let rows = 0
  const onRow = () => {
    rows++
    options.onRow?.()
  }
  await into.prepare()
  const { name, sha256 } = await inSnapshot(place, async (connection, opened) => {
    const at = await databaseTime(connection, opened.kind)
    const name = backupName(at, recipient === undefined ? '' : '.age')
    const parts = partsOf(connection, opened, at, { ...options, onRow })
    return { name, sha256: await into.put(name, (sink) => writeArchive(sink, parts, recipient)) }
  })
  const path = await into.confirm(name, sha256, recipient === undefined)
  if (keep !== undefined) await rotate(into, keep)
  return { path, rows }
}

/** While a snapshot is open, the database keeps what it replaces, so the work is only what needs the snapshot. */
async function inSnapshot<T>(
  place: Place,
  work: (connection: Kysely<unknown>, opened: OpenTarget) => Promise<T>,
): Promise<T> {
  const opened = await openTarget(place, 'read')
  try {
    return await opened.target.db.connection().execute(async (connection) => {
      await beginSnapshot(connection, opened.kind)
      try {
        return await work(connection, opened)
      } finally {
        await endSnapshot(connection)
      }
    })
  } finally {
    await opened.close()
  }
}

/** Deletes the oldest backups, and what a backup left that was killed. */
async function rotate(into: BackupPlace, keep: number): Promise<void> {
  const { complete, unfinished } = backupsAmong(await into.names())
  const old = complete.slice(0, Math.max(0, complete.length - keep))
  for (const name of [...old, ...unfinished]) await into.remove(name)
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
