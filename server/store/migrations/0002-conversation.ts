import { sql } from 'kysely'
import type { Schema } from '../tables/schema.ts'
import { settings } from './0001-first.ts'

/** Edits, threads, reactions, mentions, pins, receipts, preferences, invitations and presence. */
export async function conversation(schema: Schema): Promise<void> {
  const { key, longKey, text, number } = schema.dialect
  // The very first 0001 did not create these.
  await settings(schema)
  const zero = sql`${number} not null default 0`
  await schema.columns('rooms', {
    topic: text,
    features: text,
    archived_at: number,
    read_only: zero,
    only_joined: zero,
    member_count: zero,
  })
  await schema.run(sql`update rooms set member_count =
    (select count(*) from members where members.room = rooms.id and members.left_seq is null)`)
  await schema.columns('members', {
    joined_seq: zero,
    shown_seq: zero,
    delivered_seq: zero,
    unread_from: number,
    preferences: text,
  })
  await schema.run(sql`update members set shown_seq = read_seq, delivered_seq = read_seq`)
  await schema.columns('messages', {
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
  await schema.columns('events', { ref: number, detail: text })
  await schema.index('messages_by_thread', 'messages', ['thread', 'seq'], { where: 'thread' })

  // Earlier versions of messages, and for a minute the texts that their authors deleted.
  for (const name of ['versions', 'trash'])
    await schema.table(name, (table) =>
      table
        .addColumn('room', key, (c) => c.notNull())
        .addColumn('seq', number, (c) => c.notNull())
        .addColumn('version', number, (c) => c.notNull())
        .addColumn('text', text, (c) => c.notNull())
        .addColumn('data', text)
        .addColumn('at', number, (c) => c.notNull())
        .addPrimaryKeyConstraint(`${name}_key`, ['room', 'seq', 'version']),
    )
  await schema.index('trash_by_time', 'trash', ['at'])

  await schema.table('reactions', (table) =>
    table
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('emoji', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('reactions_key', ['room', 'seq', 'emoji', 'user']),
  )

  await schema.table('pins', (table) =>
    table
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('pins_key', ['room', 'seq']),
  )

  // Each move of a read pointer that others may see: from it follows who has seen a message, and when.
  await schema.table('reads', (table) =>
    table
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addColumn('at', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('reads_key', ['room', 'user', 'seq']),
  )

  await schema.table('followers', (table) =>
    table
      .addColumn('thread', key, (c) => c.notNull())
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('following', number, (c) => c.notNull())
      .addColumn('read_seq', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('followers_key', ['user', 'thread']),
  )

  await schema.table('mentions', (table) =>
    table
      .addColumn('user', key, (c) => c.notNull())
      .addColumn('message', key, (c) => c.notNull())
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('seq', number, (c) => c.notNull())
      .addPrimaryKeyConstraint('mentions_key', ['user', 'message']),
  )
  await schema.index('mentions_by_room', 'mentions', ['room', 'user', 'seq'])

  await schema.table('invitations', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('by', key, (c) => c.notNull())
      .addColumn('user', key)
      .addColumn('code', longKey, (c) => c.unique())
      .addColumn('uses', number, (c) => c.notNull())
      .addColumn('max_uses', number)
      .addColumn('expires_at', number)
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('ended_at', number),
  )
  await schema.index('invitations_by_room', 'invitations', ['room'])
  await schema.index('invitations_by_user', 'invitations', ['user'])

  await schema.table('presence', (table) =>
    table
      .addColumn('user', key, (c) => c.notNull().primaryKey())
      .addColumn('state', key, (c) => c.notNull())
      .addColumn('status', text)
      .addColumn('last_seen_at', number),
  )
}
