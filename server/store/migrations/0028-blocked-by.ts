import type { Schema } from '../tables/schema.ts'

/** An index for the users who have blocked another. */
export async function blockedBy(schema: Schema): Promise<void> {
  await schema.index('blocks_by_blocked', 'blocks', ['blocked', 'user'])
}
