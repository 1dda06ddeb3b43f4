import type { Schema } from '../tables/schema.ts'

/** Slow mode: the pause between two messages of a member, and the member's last message. */
export async function content(schema: Schema): Promise<void> {
  const { number } = schema.dialect
  await schema.columns('rooms', { slow_seconds: number })
  await schema.columns('members', { sent_at: number, sent_seq: number })
}
