import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What the columns of the three databases are called. Text is compared byte by byte on all. */
export type Columns = {
  /** An id: up to 160 characters, in a key. */
  readonly key: RawBuilder<unknown>
  /** The name of what there is one of: up to 300. */
  readonly longKey: RawBuilder<unknown>
  readonly text: RawBuilder<unknown>
  /** 53 bits and more. */
  readonly number: RawBuilder<unknown>
  /** Rows lie in the order of the primary key: a log's events and a room's messages side by side. */
  readonly clustered: RawBuilder<unknown>
  /** Whether an index may leave rows out. */
  readonly where: boolean
  /** Whether one statement may add many columns. */
  readonly altersAtOnce: boolean
  /** The statements that make the index of what is said. */
  readonly search: readonly string[]
  /** Those that make it anew, where it has come to hold more. */
  readonly searchAnew: readonly string[]
  /** Those that put it in the order of rooms, where a scan of a room is to be cheap. */
  readonly searchByRoom: readonly string[]
}

export const first = ({ key, longKey, text, number, clustered, where }: Columns): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('settings')
      .addColumn('name', key, (c) => c.notNull().primaryKey())
      .addColumn('value', text, (c) => c.notNull())
      .modifyEnd(clustered)
      .execute()
    await db.schema
      .createTable('tickets')
      .addColumn('ticket', key, (c) => c.notNull().primaryKey())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('token_until', number, (c) => c.notNull())
      .addColumn('until', number, (c) => c.notNull())
      .modifyEnd(clustered)
      .execute()
    await db.schema
      .createTable('users')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('kind', key, (c) => c.notNull())
      .addColumn('info', text)
      .addColumn('created_at', number, (c) => c.notNull())
      .modifyEnd(clustered)
      .execute()
    await db.schema
      .createTable('rooms')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('type', key, (c) => c.notNull())
      .addColumn('name', text)
      .addColumn('data', text)
      .addColumn('key', longKey, (c) => c.unique())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('deleted_at', number)
      .modifyEnd(clustered)
      .execute()
    await db.schema.createIndex('rooms_by_type').on('rooms').columns(['type', 'id']).execute()
    await db.schema
      .createTable('members')
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('role', key, (c) => c.notNull())
      .addColumn('read_seq', number, (c) => c.notNull())
      .addColumn('joined_at', number, (c) => c.notNull())
      .addColumn('left_seq', number)
      .addColumn('left_at', number)
      .addPrimaryKeyConstraint('members_key', ['room', 'user'])
      .modifyEnd(clustered)
      .execute()
    await db.schema.createIndex('members_by_user').on('members').columns(['user', 'room']).execute()
    await db.schema
      .createTable('messages')
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
      .addPrimaryKeyConstraint('messages_key', ['room', 'seq'])
      .modifyEnd(clustered)
      .execute()
    const once = db.schema
      .createIndex('messages_once')
      .unique()
      .on('messages')
      .columns(['room', 'sender', 'client_id'])
    await (where ? once.where(sql.ref('client_id'), 'is not', null) : once).execute()
    await db.schema
      .createTable('logs')
      .addColumn('log', key, (c) => c.notNull().primaryKey())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .modifyEnd(clustered)
      .execute()
    await db.schema
      .createTable('events')
      .addColumn('log', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .addColumn('type', key, (c) => c.notNull())
      .addColumn('subject', key)
      .addColumn('actor', key)
      .addPrimaryKeyConstraint('events_key', ['log', 'seq'])
      .modifyEnd(clustered)
      .execute()
  },
})
