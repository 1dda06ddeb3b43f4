import type { Schema } from '../tables/schema.ts'

/** Bans and mutes. A send reads only the columns of its member and user, so that it costs what it did before. */
export async function sanctions(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.columns('members', { muted_until: number })
  await schema.columns('users', { muted_until: number, banned_until: number })
  await schema.table('sanctions', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('kind', key, (c) => c.notNull())
      .addColumn('place', key, (c) => c.notNull())
      .addColumn('user', key)
      .addColumn('addresses', key)
      .addColumn('until', number)
      .addColumn('reason', text)
      .addColumn('by', key, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('ended_at', number)
      .addColumn('appeal', text)
      .addColumn('appealed_at', number)
      .addColumn('outcome', key)
      .addColumn('note', text),
  )
  await schema.index('sanctions_by_place', 'sanctions', ['place', 'ended_at', 'created_at', 'id'])
  await schema.index('sanctions_in_force', 'sanctions', ['ended_at', 'created_at', 'id'])
  await schema.index('sanctions_by_user', 'sanctions', ['user', 'ended_at', 'created_at', 'id'])
}
