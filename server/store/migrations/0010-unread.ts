import type { Schema } from '../tables/schema.ts'

/** Indexes with every column that a count of unread messages compares, or a check of who may see a room. */
export async function unread(schema: Schema): Promise<void> {
  const { counted } = schema.dialect
  if (counted === undefined) return
  await schema.index('messages_unread', 'messages', ['room', ...counted, 'thread', 'in_room'])
  await schema.index('replies_unread', 'messages', ['thread', ...counted], { where: 'thread' })
  await schema.index('rooms_visible', 'rooms', ['id', 'deleted_at', 'only_joined'])
}
