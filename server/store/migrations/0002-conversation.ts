import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Columns } from './0001-first.ts'

/** Edits, threads, reactions, mentions, pins, receipts, preferences, invitations and presence. */
export const conversation = ({
  key,
  altersAtOnce,
  longKey,
  text,
  number,
  clustered,
  where,
}: Columns): Migration => ({
  async up(db: Kysely<unknown>) {
    const zero = sql`${number} not null default 0`
    /** One statement where the database takes it: each may be a copy of the table. */
    const add = async (table: string, columns: Readonly<Record<string, typeof key>>) => {
      const each = Object.entries(columns).map(
        ([name, type]) => sql`add column ${sql.ref(name)} ${type}`,
      )
      for (const words of altersAtOnce ? [sql.join(each)] : each)
        await sql`alter table ${sql.table(table)} ${words}`.execute(db)
    }
    await add('rooms', {
      topic: text,
      features: text,
      archived_at: number,
      read_only: zero,
      only_joined: zero,
      member_count: zero,
    })
    await sql`update rooms set member_count =
      (select count(*) from members where members.room = rooms.id and members.left_seq is null)`.execute(
      db,
    )
    await add('members', {
      joined_seq: zero,
      shown_seq: zero,
      delivered_seq: zero,
      unread_from: number,
      preferences: text,
    })
    await sql`update members set shown_seq = read_seq, delivered_seq = read_seq`.execute(db)
    await add('messages', {
      version: sql`${number} not null default 1`,
      edited_at: number,
      system: number,
      silent: number,
      thread: key,
      in_room: number,
      replies: number,
      last_reply_seq: number,
      last_reply_at: number,
      mentions: text,
      reactions: text,
      pinned_at: number,
    })
    await add('events', { ref: number, detail: text })
    const threads = db.schema
      .createIndex('messages_by_thread')
      .on('messages')
      .columns(['thread', 'seq'])
    await (where ? threads.where(sql.ref('thread'), 'is not', null) : threads).execute()

    // How messages once were, and for a minute the text of what its author deleted.
    for (const table of ['versions', 'trash'])
      await db.schema
        .createTable(table)
        .addColumn('room', key, (c) => c.notNull())
        .addColumn('seq', number, (c) => c.notNull())
        .addColumn('version', number, (c) => c.notNull())
        .addColumn('text', text, (c) => c.notNull())
        .addColumn('data', text)
        .addColumn('at', number, (c) => c.notNull())
        .addPrimaryKeyConstraint(`${table}_key`, ['room', 'seq', 'version'])
        .modifyEnd(clustered)
        .execute()
    await db.schema.createIndex('trash_by_time').on('trash').columns(['at']).execute()

    await db.schema
      .createTable('reactions')
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('emoji', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('reactions_key', ['room', 'seq', 'emoji', 'user'])
      .modifyEnd(clustered)
      .execute()

    await db.schema
      .createTable('pins')
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('pins_key', ['room', 'seq'])
      .modifyEnd(clustered)
      .execute()

    // Each move of a read pointer that others may see: who has seen a message, and when first.
    await db.schema
      .createTable('reads')
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('reads_key', ['room', 'user', 'seq'])
      .modifyEnd(clustered)
      .execute()

    await db.schema
      .createTable('followers')
      .addColumn('thread', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('following', number, (c) => c.notNull())
      .addColumn('read_seq', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('followers_key', ['user', 'thread'])
      .modifyEnd(clustered)
      .execute()

    await db.schema
      .createTable('mentions')
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('message', key, (c) => c.notNull())
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('mentions_key', ['user', 'message'])
      .modifyEnd(clustered)
      .execute()
    await db.schema
      .createIndex('mentions_by_room')
      .on('mentions')
      .columns(['room', 'user', 'seq'])
      .execute()

    await db.schema
      .createTable('invitations')
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('by', key, (c) => c.notNull())
      .addColumn('user', key)
      .addColumn('code', longKey, (c) => c.unique())
      .addColumn('uses', number, (c) => c.notNull())
      .addColumn('max_uses', number)
      .addColumn('expires_at', number)
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('ended_at', number)
      .modifyEnd(clustered)
      .execute()
    await db.schema.createIndex('invitations_by_room').on('invitations').columns(['room']).execute()
    await db.schema.createIndex('invitations_by_user').on('invitations').columns(['user']).execute()

    await db.schema
      .createTable('presence')
      .addColumn('user', key, (c) => c.notNull().primaryKey())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('status', text)
      .addColumn('last_seen_at', number)
      .modifyEnd(clustered)
      .execute()
  },
})
