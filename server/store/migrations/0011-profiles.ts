import type { Schema } from '../tables/schema.ts'

/** The profile of a user. Handles that look alike have the same key. */
export async function profiles(schema: Schema): Promise<void> {
  const { key, text } = schema.dialect
  await schema.columns('users', { handle: text, handle_key: key, locale: text, time_zone: text })
  await schema.index('users_by_handle', 'users', ['handle_key'], {
    unique: true,
    where: 'handle_key',
  })
}
