import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Columns } from './0001-first.ts'

/** The index knows a word in a room, too: it is made anew, and filled again by and by. */
export const searchInRooms = ({ search }: Columns): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const table of ['words', 'search'])
      await sql`drop table if exists ${sql.ref(table)}`.execute(db)
    for (const statement of search) await sql.raw(statement).execute(db)
    await sql`delete from settings where name = 'searchable-until'`.execute(db)
  },
})
