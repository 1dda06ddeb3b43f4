import type { UserId } from '../protocol/ids.ts'
import type { UserRow } from '../server/store/tables/tables.ts'

/** The row of a user who has only a name. */
export const userRow = (id: UserId, createdAt: number): UserRow => ({
  id,
  name: id,
  kind: 'person',
  info: null,
  handle: null,
  handle_key: null,
  locale: null,
  time_zone: null,
  created_at: createdAt,
  deleted_at: null,
  named_at: null,
  role: null,
  muted_until: null,
  banned_until: null,
  shadow_banned: null,
})
