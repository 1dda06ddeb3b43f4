import type { Schema } from '../tables/schema.ts'

/** When messages disappear. Quick rooms are marked, so that unused ones can be deleted; and the indexes of what has ended. */
export async function retention(schema: Schema): Promise<void> {
  const { number } = schema.dialect
  await schema.columns('rooms', { quick: number, keep_seconds: number })
  await schema.columns('messages', { expires_at: number })
  await schema.index('messages_by_expiry', 'messages', ['expires_at', 'id'], {
    where: 'expires_at',
  })
  await schema.index('rooms_by_quick', 'rooms', ['quick', 'id'], { where: 'quick' })
  await schema.index('invitations_by_end', 'invitations', ['ended_at'], { where: 'ended_at' })
}
