import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Clustered by the primary key: a log's events and a room's messages lie side by side. */
const clustered = sql`without rowid`

export const first: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('users')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('info', 'text')
      .addColumn('created_at', 'integer', (c) => c.notNull())
      .modifyEnd(clustered)
      .execute()
    await db.schema
      .createTable('rooms')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('name', 'text')
      .addColumn('data', 'text')
      .addColumn('key', 'text', (c) => c.unique())
      .addColumn('created_at', 'integer', (c) => c.notNull())
      .addColumn('deleted_at', 'integer')
      .modifyEnd(clustered)
      .execute()
    await db.schema.createIndex('rooms_by_type').on('rooms').columns(['type', 'id']).execute()
    await db.schema
      .createTable('members')
      .addColumn('room', 'text', (c) => c.notNull())
      .addColumn('user', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('read_seq', 'integer', (c) => c.notNull())
      .addColumn('joined_at', 'integer', (c) => c.notNull())
      .addColumn('left_seq', 'integer')
      .addColumn('left_at', 'integer')
      .addPrimaryKeyConstraint('members_key', ['room', 'user'])
      .modifyEnd(clustered)
      .execute()
    await db.schema.createIndex('members_by_user').on('members').columns(['user', 'room']).execute()
    await db.schema
      .createTable('messages')
      .addColumn('room', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull().unique())
      .addColumn('sender', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('data', 'text')
      .addColumn('reply_to', 'text')
      .addColumn('client_id', 'text')
      .addColumn('created_at', 'integer', (c) => c.notNull())
      .addColumn('deleted_at', 'integer')
      .addPrimaryKeyConstraint('messages_key', ['room', 'seq'])
      .modifyEnd(clustered)
      .execute()
    await db.schema
      .createIndex('messages_once')
      .unique()
      .on('messages')
      .columns(['room', 'sender', 'client_id'])
      .where(sql.ref('client_id'), 'is not', null)
      .execute()
    await db.schema
      .createTable('logs')
      .addColumn('log', 'text', (c) => c.notNull().primaryKey())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('at', 'integer', (c) => c.notNull())
      .modifyEnd(clustered)
      .execute()
    await db.schema
      .createTable('events')
      .addColumn('log', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('at', 'integer', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('subject', 'text')
      .addColumn('actor', 'text')
      .addPrimaryKeyConstraint('events_key', ['log', 'seq'])
      .modifyEnd(clustered)
      .execute()
  },
}
