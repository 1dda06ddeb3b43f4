import { sql } from 'kysely'
import type { Schema } from '../tables/schema.ts'

/**
 * Databases of every version before have the same schema from here on. One version recorded 0006 on SQLite
 * before it did anything there; the lock table was the former runner's.
 */
export async function oneSchema(schema: Schema): Promise<void> {
  await schema.dialect.search.create(schema)
  await schema.run(sql`drop table if exists kysely_migration_lock`)
}
