import type { Schema } from '../tables/schema.ts'

/** Authenticator apps and recovery codes. */
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
}
