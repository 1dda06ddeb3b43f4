import type { Schema } from '../tables/schema.ts'

/** Slow mode: the pause between two messages of a member, and the member's last message. And the word lists. */
export async function content(schema: Schema): Promise<void> {
  const { key, text, longText, number } = schema.dialect
  await schema.columns('rooms', { slow_seconds: number, words_version: key })
  await schema.columns('members', { sent_at: number, sent_seq: number })
  await schema.table('word_lists', (table) =>
    table
      .addColumn('id', key, (c) => c.notNull().primaryKey())
      .addColumn('room', key, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('action', key, (c) => c.notNull())
      .addColumn('words', longText, (c) => c.notNull())
      .addColumn('created_at', number, (c) => c.notNull())
      .addColumn('updated_at', number, (c) => c.notNull()),
  )
  await schema.index('word_lists_by_room', 'word_lists', ['room', 'id'])
}
