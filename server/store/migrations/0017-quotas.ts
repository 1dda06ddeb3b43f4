import type { Schema } from '../tables/schema.ts'

/** What users and addresses caused on a day, and the limits that the app has set for users. */
export async function quotas(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.table('usage', (table) =>
    table
      .addColumn('day', number, (c) => c.notNull())
      .addColumn('subject', key, (c) => c.notNull())
      .addColumn('rooms', number, (c) => c.notNull())
      .addColumn('text_bytes', number, (c) => c.notNull())
      .addColumn('events', number, (c) => c.notNull())
      .addColumn('guests', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('usage_key', ['day', 'subject']),
  )
  await schema.table('quotas', (table) =>
    table
      .addColumn('user', key, (c) => c.notNull().primaryKey())
      .addColumn('limits', text, (c) => c.notNull()),
  )
  await schema.index('invitations_by_inviter', 'invitations', ['by', 'ended_at'])
}
