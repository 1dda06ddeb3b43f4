import type { Schema } from '../tables/schema.ts'

/** Exports of users, and the parts of their files. */
export async function exports(schema: Schema): Promise<void> {
  const { key, text, longText, number } = schema.dialect
  await schema.table('exports', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('requested_by', key, (c) => c.notNull())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('files', text, (c) => c.notNull())
      .addColumn('bytes', number, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('finished_at', number)
      .addColumn('until', number),
  )
  await schema.index('exports_by_user', 'exports', ['user', 'id'])
  await schema.index('exports_by_state', 'exports', ['state', 'until'])
  await schema.index('exports_by_time', 'exports', ['created_at'])
  await schema.table('export_parts', (table) =>
    table
      .addColumn('export', key, (c) => c.notNull())
      .addColumn('number', number, (c) => c.notNull())
      .addColumn('file', key, (c) => c.notNull())
      .addColumn('crc', number, (c) => c.notNull())
      .addColumn('size', number, (c) => c.notNull())
      .addColumn('last', number, (c) => c.notNull())
      .addColumn('bytes', longText, (c) => c.notNull())
      .addPrimaryKeyConstraint('export_parts_key', ['export', 'number']),
  )
}
