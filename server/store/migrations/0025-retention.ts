import type { Schema } from '../tables/schema.ts'

/** Quick rooms are marked, so that unused ones can be deleted; and the indexes of what has ended. */
export async function retention(schema: Schema): Promise<void> {
  const { number } = schema.dialect
  await schema.columns('rooms', { quick: number })
  await schema.index('rooms_by_quick', 'rooms', ['quick', 'id'], { where: 'quick' })
  await schema.index('invitations_by_end', 'invitations', ['ended_at'], { where: 'ended_at' })
}
