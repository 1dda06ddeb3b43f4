import type { Schema } from '../tables/schema.ts'

export async function first(schema: Schema): Promise<void> {
  const { key, longKey, text, number } = schema.dialect
  await settings(schema)
  await schema.table('users', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('kind', key, (c) => c.notNull())
      .addColumn('info', text)
      .addColumn('created_at', number, (c) => c.notNull()),
  )
  await schema.table('rooms', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('type', key, (c) => c.notNull())
      .addColumn('name', text)
      .addColumn('data', text)
      .addColumn('key', longKey, (c) => c.unique())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('deleted_at', number),
  )
  await schema.index('rooms_by_type', 'rooms', ['type', 'id'])
  await schema.table('members', (table) =>
    table
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('role', key, (c) => c.notNull())
      .addColumn('read_seq', number, (c) => c.notNull())
      .addColumn('joined_at', number, (c) => c.notNull())
      .addColumn('left_seq', number)
      .addColumn('left_at', number)
      .addPrimaryKeyConstraint('members_key', ['room', 'user']),
  )
  await schema.index('members_by_user', 'members', ['user', 'room'])
  await schema.table('messages', (table) =>
    table
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('id', key, (c) => c.notNull().unique())
      .addColumn('sender', key, (c) => c.notNull())
      .addColumn('text', text, (c) => c.notNull())
      .addColumn('data', text)
      .addColumn('reply_to', key)
      .addColumn('client_id', key)
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('deleted_at', number)
      .addPrimaryKeyConstraint('messages_key', ['room', 'seq']),
  )
  await schema.index('messages_once', 'messages', ['room', 'sender', 'client_id'], {
    unique: true,
    where: 'client_id',
  })
  await schema.table('logs', (table) =>
    table
      .addColumn('log', key, (c) => c.notNull().primaryKey())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull()),
  )
  await schema.table('events', (table) =>
    table
      .addColumn('log', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .addColumn('type', key, (c) => c.notNull())
      .addColumn('subject', key)
      .addColumn('actor', key)
      .addPrimaryKeyConstraint('events_key', ['log', 'seq']),
  )
}

/** Settings that nodes share, and tickets. */
export async function settings(schema: Schema): Promise<void> {
  const { key, text, number } = schema.dialect
  await schema.table('settings', (table) =>
    table
      .addColumn('name', key, (c) => c.notNull().primaryKey())
      .addColumn('value', text, (c) => c.notNull()),
  )
  await schema.table('tickets', (table) =>
    table
      .addColumn('ticket', key, (c) => c.notNull().primaryKey())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('token_until', number, (c) => c.notNull())
      .addColumn('until', number, (c) => c.notNull()),
  )
}
