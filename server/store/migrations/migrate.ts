import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Tables } from '../tables.ts'
import { type Columns, first } from './0001-first.ts'
import { conversation } from './0002-conversation.ts'
import { search } from './0003-search.ts'
import { management } from './0004-management.ts'
import { searchInRooms } from './0005-search-in-rooms.ts'
import { searchByRoom } from './0006-search-by-room.ts'

/** In order. The name says which version brought it: an older program can then say what it needs. */
const MIGRATIONS: Readonly<Record<string, (columns: Columns) => Migration>> = {
  '0001-first@0.1.0': first,
  '0002-conversation@0.1.0': conversation,
  '0003-search@0.1.0': search,
  '0004-management@0.1.0': management,
  '0005-search-in-rooms@0.1.0': searchInRooms,
  '0006-search-by-room@0.1.0': searchByRoom,
}

/** The database was made by a newer Parlance than this one. */
export class NewerSchema extends Error {}

/** Brings the tables up to date, under a lock: many nodes may start at once. */
export async function migrate(db: Kysely<Tables>, columns: Columns): Promise<void> {
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, make]) => [name, make(columns)]),
  )
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  const [, needed] = /previously executed migration \S+@(\S+) is missing/.exec(String(error)) ?? []
  if (needed !== undefined) throw new NewerSchema(`the database needs Parlance ${needed} or later`)
  throw error
}
