import { Database as Sqlite } from 'bun:sqlite'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import { migrateSqlite } from '../../migrations/sqlite.ts'
import { QUIET, type StartUp } from '../../migrations/start-up.ts'
import type { Tables } from '../../tables/tables.ts'
import { type Database, type DatabaseEvents, UNTIMED } from '../database.ts'
import { makePrivate } from '../private-file.ts'
import { BUSY_MS } from './begin-immediate.ts'
import { Continuity } from './continuity.ts'
import { sqliteDialect } from './dialect.ts'
import { SqliteDatabase } from './sqlite-database.ts'

/** How long SQLite itself waits for the lock, in ms: meanwhile it blocks the event loop. */
const BUSY_BLOCKING_MS = 10
/**
 * 64 MB of pages for each connection: enough for the counters and the ends of busy rooms, and for the upper
 * levels of the trees of some 10 million messages. With SQLite's default of 2 MB a page of history takes half
 * as long again (bench/large.ts). A commit of one connection empties the cache of the other.
 */
const CACHE = 'pragma cache_size = -65536'
/**
 * Keys have 31 characters, and few of them fit into SQLite's default page of 4 KB. With twice the size the trees
 * of 10 million messages are one level lower (bench/large.ts). A database keeps the size that it was created with.
 */
const PAGE = 'pragma page_size = 8192'

/** Opens the database file, and migrates it. */
export async function openSqlite(
  path: string,
  starting: StartUp = QUIET,
  { onStatement = UNTIMED, onBroken = () => undefined }: DatabaseEvents = {},
): Promise<Database> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const continuity = new Continuity(path)
  makePrivate(path)
  const writer = new Sqlite(path, { create: true, strict: true })
  writer.run(`pragma busy_timeout = ${BUSY_MS}`)
  writer.run(PAGE)
  writer.run('pragma journal_mode = wal')
  writer.run('pragma synchronous = full')
  writer.run(CACHE)
  // Deleted texts are overwritten with zeros: nothing of them is found in the file.
  writer.run('pragma secure_delete = on')
  const db = new Kysely<Tables>({ dialect: sqliteDialect(writer) })
  await migrateSqlite(writer, path, new Kysely({ dialect: sqliteDialect(writer) }), starting)
  writer.run(`pragma busy_timeout = ${BUSY_BLOCKING_MS}`)
  const reader = new Sqlite(path, { readonly: true, strict: true })
  reader.run(`pragma busy_timeout = ${BUSY_BLOCKING_MS}`)
  reader.run(CACHE)
  const events = { onStatement, onBroken }
  return new SqliteDatabase(path, db, writer, reader, continuity, events)
}
