import type { Schema } from '../tables/schema.ts'

/** The audit log of the acts of staff. */
export async function reports(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.table('audit', (table) =>
    table
      .addColumn('seq', number, (c) => c.notNull().primaryKey())
      .addColumn('at', number, (c) => c.notNull())
      .addColumn('act', key, (c) => c.notNull())
      .addColumn('by', key, (c) => c.notNull())
      .addColumn('key', key)
      .addColumn('room', key)
      .addColumn('user', key)
      .addColumn('target', key)
      .addColumn('reason', text)
      .addColumn('before', text)
      .addColumn('after', text),
  )
  await schema.index('audit_by_room', 'audit', ['room', 'seq'])
  await schema.index('audit_by_user', 'audit', ['user', 'seq'])
  await schema.index('audit_by_actor', 'audit', ['by', 'seq'])
}
