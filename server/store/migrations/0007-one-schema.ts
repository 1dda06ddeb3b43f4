import { sql } from 'kysely'
import type { Schema } from '../tables/schema.ts'

/**
 * From here on, databases of all earlier versions have the same schema. One version recorded 0006 on SQLite without
 * doing anything there. The lock table is that of the runner that was used first.
 */
export async function oneSchema(schema: Schema): Promise<void> {
  await schema.dialect.search.create(schema)
  await schema.run(sql`drop table if exists kysely_migration_lock`)
}
