import type { Schema } from '../tables/schema.ts'

/** The deletion of users, the time of their last naming, and the keys of the management port. */
export async function management(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.columns('users', { deleted_at: number, named_at: number })
  await schema.table('api_keys', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('hash', key, (c) => c.notNull().unique())
      .addColumn('prefix', key, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('scopes', text, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('last_used_at', number),
  )
}
