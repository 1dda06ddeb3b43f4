import type { Schema } from '../tables/schema.ts'

/** Shadow bans, and what only some members of a room see. */
export async function hidden(schema: Schema): Promise<void> {
  const { number, text } = schema.dialect
  await schema.columns('users', { shadow_banned: number })
  await schema.columns('messages', { hidden: number, hidden_parts: text })
  await schema.columns('reactions', { hidden: number })
  await schema.columns('events', { hidden: number })
}
