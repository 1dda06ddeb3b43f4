import type { Schema } from '../tables/schema.ts'

/** The audit log of the acts of staff, and reports with their evidence. */
export async function reports(schema: Schema): Promise<void> {
  const { key, longKey, text, number } = schema.dialect
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
  await schema.table('reports', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('open_key', longKey, (c) => c.unique())
      .addColumn('room', key)
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('message', key)
      .addColumn('seq', number)
      .addColumn('reason', key, (c) => c.notNull())
      .addColumn('status', key, (c) => c.notNull())
      .addColumn('reporters', number, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('claimed_by', key)
      .addColumn('claimed_at', number)
      .addColumn('closed_by', key)
      .addColumn('closed_at', number)
      .addColumn('outcome', key)
      .addColumn('note', text),
  )
  await schema.index('reports_by_status', 'reports', ['status', 'id'])
  await schema.index('reports_by_room', 'reports', ['room', 'status', 'id'])
  await schema.index('reports_of_user', 'reports', ['user'])
  await schema.index('reports_by_end', 'reports', ['closed_at'])
  await schema.table('reporters', (table) =>
    table
      .addColumn('report', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('reason', key, (c) => c.notNull())
      .addColumn('text', text)
      .addColumn('at', number, (c) => c.notNull())
      .addColumn('shown', number)
      .addPrimaryKeyConstraint('reporters_key', ['report', 'user']),
  )
  await schema.index('reporters_by_user', 'reporters', ['user', 'report'])
  await schema.table('report_messages', (table) =>
    table
      .addColumn('report', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('version', number, (c) => c.notNull())
      .addColumn('message', key, (c) => c.notNull())
      .addColumn('sender', key, (c) => c.notNull())
      .addColumn('text', text, (c) => c.notNull())
      .addColumn('data', text)
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('copied_at', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('report_messages_key', ['report', 'seq', 'version']),
  )
  await schema.index('report_messages_by_sender', 'report_messages', ['sender'])
}
