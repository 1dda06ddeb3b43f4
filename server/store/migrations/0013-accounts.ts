import type { Schema } from '../tables/schema.ts'

/** Accounts with passwords, sessions and their tokens, one-time links, and failed attempts to sign in. */
export async function accounts(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.columns('tickets', { session: key })
  await schema.table('accounts', (table) =>
    table
      .addColumn('user', key, (c) => c.notNull().primaryKey())
      .addColumn('password', text)
      .addColumn('password_at', number)
      .addColumn('created_at', number, (c) => c.notNull()),
  )
  await schema.table('sessions', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('used_at', number, (c) => c.notNull())
      .addColumn('address', text, (c) => c.notNull())
      .addColumn('client', text, (c) => c.notNull())
      .addColumn('number', number, (c) => c.notNull()),
  )
  await schema.index('sessions_by_user', 'sessions', ['user', 'used_at'])
  await schema.index('sessions_by_time', 'sessions', ['used_at'])
  await schema.table('refresh_tokens', (table) =>
    table
      .addColumn('hash', key, (c) => c.notNull().primaryKey())
      .addColumn('session', key, (c) => c.notNull())
      .addColumn('number', number, (c) => c.notNull())
      .addColumn('access_hash', key, (c) => c.notNull())
      .addColumn('access_until', number, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('used_at', number),
  )
  await schema.index('refresh_tokens_by_access', 'refresh_tokens', ['access_hash'], {
    unique: true,
  })
  await schema.index('refresh_tokens_by_session', 'refresh_tokens', ['session', 'number'])
  await schema.table('links', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('code', key, (c) => c.notNull().unique())
      .addColumn('purpose', key, (c) => c.notNull())
      .addColumn('user', key)
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('until', number, (c) => c.notNull()),
  )
  await schema.table('sign_in_attempts', (table) =>
    table
      .addColumn('login', key, (c) => c.notNull().primaryKey())
      .addColumn('failures', number, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull()),
  )
  await schema.index('sign_in_attempts_by_time', 'sign_in_attempts', ['at'])
}
