import type { Schema } from '../tables/schema.ts'

/** The role of a user on the whole server, and an index to count the administrators. */
export async function serverRoles(schema: Schema): Promise<void> {
  await schema.columns('users', { role: schema.dialect.key })
  await schema.index('users_by_role', 'users', ['role'], { where: 'role' })
}
