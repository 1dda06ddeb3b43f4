import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Columns } from './0001-first.ts'

/** The index knows a word in a room, too. */
export const searchInRooms = ({ searchAnew }: Columns): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of searchAnew) await sql.raw(statement).execute(db)
  },
})
