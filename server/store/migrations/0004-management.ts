import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Columns } from './0001-first.ts'

/** Users that were deleted, who last named them, and the keys of the management port. */
export const management = ({ key, text, number, clustered }: Columns): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const column of ['deleted_at', 'named_at'])
      await sql`alter table users add column ${sql.ref(column)} ${number}`.execute(db)
    await db.schema
      .createTable('api_keys')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('hash', key, (c) => c.notNull().unique())
      .addColumn('prefix', key, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('scopes', text, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('last_used_at', number)
      .modifyEnd(clustered)
      .execute()
  },
})
