import type { Schema } from '../tables/schema.ts'

/** Erasures of users, and legal holds that stop them. */
export async function rights(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.table('erasures', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('messages', key, (c) => c.notNull())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('erased', text, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('finished_at', number),
  )
  await schema.index('erasures_by_user', 'erasures', ['user'], { unique: true })
  await schema.index('erasures_by_state', 'erasures', ['state', 'id'])
  await schema.table('legal_holds', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('user', key)
      .addColumn('room', key)
      .addColumn('reason', text)
      .addColumn('by', key, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('ended_at', number),
  )
  await schema.index('legal_holds_by_user', 'legal_holds', ['user', 'ended_at'])
  await schema.index('legal_holds_by_room', 'legal_holds', ['room', 'ended_at'])
  await schema.index('legal_holds_in_force', 'legal_holds', ['ended_at', 'id'])
}
