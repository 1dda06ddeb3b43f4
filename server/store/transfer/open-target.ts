import { Database as Sqlite } from 'bun:sqlite'
import { existsSync, mkdirSync } from 'node:fs'
import { Kysely } from 'kysely'
import { CannotOpen, sqliteFile } from '../engine/open.ts'
import { makePrivate } from '../engine/private-file.ts'
import { sqliteDialect } from '../engine/sqlite/dialect.ts'
import type { Target } from '../migrations/migrate.ts'
import { sqliteTarget } from '../migrations/sqlite.ts'

export type Place = { readonly databaseUrl: string; readonly data: string }
export type Kind = 'sqlite' | 'postgres' | 'mariadb'
export type OpenTarget = {
  readonly target: Target
  readonly kind: Kind
  readonly close: () => Promise<void>
}

/** Opens one connection to the database of the settings, without migrating it. `read`: nothing is created. */
export async function openTarget(
  { databaseUrl, data }: Place,
  use: 'read' | 'write',
): Promise<OpenTarget> {
  if (databaseUrl === '') return openFile(data, use)
  const url = URL.parse(databaseUrl)
  const kind = kindOf(url?.protocol)
  if (url === null || kind === undefined)
    throw new CannotOpen('set a postgres://, mariadb:// or mysql:// URL')
  const target =
    kind === 'postgres'
      ? (await import('../migrations/postgres.ts')).postgresTarget(databaseUrl)
      : await mariadb(databaseUrl)
  return { target, kind, close: () => target.db.destroy() }
}

async function mariadb(url: string): Promise<Target> {
  const { mariadbTarget } = await import('../migrations/mariadb.ts')
  const { mariadbOptions } = await import('../engine/mariadb/mariadb.ts')
  return mariadbTarget(mariadbOptions(url))
}

const kindOf = (protocol: string | undefined): Kind | undefined => {
  if (protocol === 'postgres:' || protocol === 'postgresql:') return 'postgres'
  return protocol === 'mariadb:' || protocol === 'mysql:' ? 'mariadb' : undefined
}

function openFile(data: string, use: 'read' | 'write'): OpenTarget {
  const path = sqliteFile(data)
  if (use === 'read' && !existsSync(path)) throw new CannotOpen(`there is no database ${path}`)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  makePrivate(path)
  // A database with a write-ahead log can only be read by a connection that may write: it creates the log.
  const database = new Sqlite(path, { create: use === 'write', readwrite: true, strict: true })
  database.run('pragma busy_timeout = 5000')
  if (use === 'write') {
    database.run('pragma page_size = 8192')
    database.run('pragma journal_mode = wal')
    database.run('pragma synchronous = full')
  }
  const db = new Kysely<unknown>({ dialect: sqliteDialect(database) })
  return {
    target: sqliteTarget(db),
    kind: 'sqlite',
    close: async () => database.close(),
  }
}
