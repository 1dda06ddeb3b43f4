import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Columns } from './0001-first.ts'

/** The index lies room by room, where that makes a difference. */
export const searchByRoom = ({ searchByRoom }: Columns): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of searchByRoom) await sql.raw(statement).execute(db)
  },
})
