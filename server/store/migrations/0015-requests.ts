import type { Schema } from '../tables/schema.ts'

/** Requests between users, who may reach a user, memberships that others made, and hidden rooms. */
export async function requests(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.columns('members', { added: number, hidden_seq: number })
  await schema.columns('invitations', { dropped: number })
  await schema.table('consent', (table) =>
    table
      .addColumn('user', key, (c) => c.notNull().primaryKey())
      .addColumn('requests_from', key, (c) => c.notNull()),
  )
  await schema.table('requests', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('asker', key, (c) => c.notNull())
      .addColumn('asked', key, (c) => c.notNull())
      .addColumn('text', text)
      .addColumn('dropped', number)
      .addColumn('answer', key)
      .addColumn('answered_at', number)
      .addColumn('room', key)
      .addColumn('deleted_at', number)
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('expires_at', number, (c) => c.notNull()),
  )
  await schema.index('requests_by_asker', 'requests', ['asker', 'asked'])
  await schema.index('requests_by_asked', 'requests', ['asked'])
}
