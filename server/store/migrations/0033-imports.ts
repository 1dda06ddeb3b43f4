import type { Schema } from '../tables/schema.ts'

/** What was imported from other places: a second import adds only what is new. */
export async function imports(schema: Schema): Promise<void> {
  const { key } = schema.dialect
  await schema.table('imported', (table) =>
    table
      .addColumn('hash', key, (c) => c.notNull().primaryKey())
      .addColumn('id', key, (c) => c.notNull()),
  )
}
