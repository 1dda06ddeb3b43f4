import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Columns } from './0001-first.ts'

/** The index of what is said, in each database's own way. What was said before is taken up by and by. */
export const search = ({ search }: Columns): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of search) await sql.raw(statement).execute(db)
  },
})
