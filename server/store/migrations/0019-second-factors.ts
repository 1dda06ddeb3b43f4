import type { Schema } from '../tables/schema.ts'

/** Authenticator apps, recovery codes, passkeys and their challenges. */
export async function secondFactors(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.table('second_factors', (table) =>
    table
      .addColumn('user', key, (c) => c.notNull().primaryKey())
      .addColumn('sealed', text, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('on_at', number)
      .addColumn('last_step', number, (c) => c.notNull()),
  )
  await schema.table('recovery_codes', (table) =>
    table
      .addColumn('hash', key, (c) => c.notNull().primaryKey())
      .addColumn('user', key, (c) => c.notNull()),
  )
  await schema.index('recovery_codes_by_user', 'recovery_codes', ['user'])
  await schema.table('passkeys', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('hash', key, (c) => c.notNull().unique())
      .addColumn('credential', text, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('public_key', text, (c) => c.notNull())
      .addColumn('counter', number, (c) => c.notNull())
      .addColumn('transports', text, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('used_at', number),
  )
  await schema.index('passkeys_by_user', 'passkeys', ['user', 'id'])
  await schema.table('challenges', (table) =>
    table
      .addColumn('hash', key, (c) => c.notNull().primaryKey())
      .addColumn('user', key)
      .addColumn('until', number, (c) => c.notNull()),
  )
  await schema.index('challenges_by_user', 'challenges', ['user'])
  await schema.index('challenges_by_time', 'challenges', ['until'])
}
