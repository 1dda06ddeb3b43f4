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
 * Copies the database before the upgrade to the migration `to`, into a file beside it. `count` is the number of
 * recorded migrations: a copy with fewer was made before an upgrade that was interrupted, and is kept.
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
    refuseWithoutSpace(database, path)
    write(database, `${path}.copy`)
    renameSync(`${path}.copy`, copy)
    sync(dirname(path))
  }
  const earlier = readdirSync(dirname(path)).filter((name) =>
    name.startsWith(`${basename(path)}.before-`),
  )
  for (const name of earlier) if (name !== basename(copy)) rmSync(join(dirname(path), name))
  log.info({ copy }, 'a copy of the database from before the upgrade is kept')
}

function migrationsIn(copy: string): number {
  try {
    using database = new Sqlite(copy, { readonly: true })
    const row = database
      .query<{ count: number }, []>('select count(*) as count from kysely_migration')
      .get()
    return row?.count ?? Number.POSITIVE_INFINITY
  } catch {
    return Number.POSITIVE_INFINITY // The file is not a valid copy: it is written again.
  }
}

/** Without space for the copy there may be too little for the upgrade as well. */
function refuseWithoutSpace(database: Sqlite, path: string): void {
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
    `PARLANCE_DATA: this version first copies the database, which takes ${needed} MB, and ${dirname(path)} has ${Math.floor(free / MB)} MB free: free some space there`,
  )
}

function write(database: Sqlite, copy: string): void {
  // Removes the files of an interrupted copy.
  for (const end of ['', '-journal']) rmSync(`${copy}${end}`, { force: true })
  // Created first, so that only the owner can read it: SQLite fills an empty file.
  closeSync(openSync(copy, 'w', 0o600))
  try {
    database.query('vacuum into ?').run(copy)
    sync(copy)
  } catch (error) {
    rmSync(copy)
    throw new CannotStart(
      `PARLANCE_DATA: this version first copies the database, and that failed: ${error}`,
    )
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r')
  fsyncSync(file)
  closeSync(file)
}
