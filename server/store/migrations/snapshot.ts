import { Database as Sqlite } from 'bun:sqlite'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CannotStart, type StartUp } from './start-up.ts'

const MB = 1024 * 1024

/**
 * A copy of the database as it was before the upgrade to the migration `to`, beside it. `count` says how
 * many migrations are recorded: a copy with fewer was made before an upgrade that was cut off, and stays.
 */
export function snapshot(
  database: Sqlite,
  path: string,
  to: string,
  count: number,
  { log }: StartUp,
): void {
  const copy = `${path}.before-${to}`
  if (!existsSync(copy) || migrationsIn(copy) >= count) {
    refuseWithoutRoom(database, path)
    write(database, `${path}.copy`)
    renameSync(`${path}.copy`, copy)
    sync(dirname(path))
  }
  const earlier = readdirSync(dirname(path)).filter((name) =>
    name.startsWith(`${basename(path)}.before-`),
  )
  for (const name of earlier) if (name !== basename(copy)) rmSync(join(dirname(path), name))
  log.info({ copy }, 'the database as it was before the upgrade is kept')
}

function migrationsIn(copy: string): number {
  try {
    using database = new Sqlite(copy, { readonly: true })
    const row = database
      .query<{ count: number }, []>('select count(*) as count from kysely_migration')
      .get()
    return row?.count ?? Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY // Not one of ours: it is written again.
  }
}

/** Where there is no room for the copy there may be none for the upgrade either. */
function refuseWithoutRoom(database: Sqlite, path: string): void {
  const { size } = database
    .query<{ size: number }, []>(
      'select (page_count - freelist_count) * page_size as size from pragma_page_count, pragma_freelist_count, pragma_page_size',
    )
    .get() ?? { size: 0 }
  const { bavail, bsize } = statfsSync(dirname(path))
  const free = bavail * bsize
  if (free > size) return
  const needed = Math.ceil(size / MB)
  throw new CannotStart(
    `PARLANCE_DATA: this version first copies the database, which takes ${needed} MB, and ${dirname(path)} has ${Math.floor(free / MB)} MB free: make room`,
  )
}

function write(database: Sqlite, copy: string): void {
  // What a copy left behind that was cut off.
  for (const end of ['', '-journal']) rmSync(`${copy}${end}`, { force: true })
  // Made first, for the owner's eyes only: SQLite fills an empty file.
  closeSync(openSync(copy, 'w', 0o600))
  try {
    database.query('vacuum into ?').run(copy)
    sync(copy)
  } catch (error) {
    rmSync(copy)
    throw new CannotStart(`PARLANCE_DATA: this version first copies the database: ${error}`)
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r')
  fsyncSync(file)
  closeSync(file)
}
