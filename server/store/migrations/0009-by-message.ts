import type { Schema } from '../tables/schema.ts'

/** Each message that is sent with mentions, or deleted, looks for its own; a room that is deleted for its followers. */
export async function byMessage(schema: Schema): Promise<void> {
  await schema.index('mentions_by_message', 'mentions', ['room', 'seq', 'user'])
  await schema.index('followers_by_room', 'followers', ['room'])
}
