import type { Schema } from '../tables/schema.ts'

/** Indexes for the mentions of a message, which sending and deleting read, and the followers of a deleted room. */
export async function byMessage(schema: Schema): Promise<void> {
  await schema.index('mentions_by_message', 'mentions', ['room', 'seq', 'user'])
  await schema.index('followers_by_room', 'followers', ['room'])
}
