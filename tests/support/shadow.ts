import { FOREVER } from '../../server/store/tables/moderation-rows.ts'
import type { Client } from './client.ts'
import type { Parlance } from './parlance.ts'
import { execute } from './sql.ts'

/** Bans a user so that only they and the staff see what they send, or lifts the ban. */
export const shadowBan = ({ place }: Parlance, { id }: Client, isBanned = true): Promise<void> =>
  execute(
    place.PARLANCE_DATABASE_URL,
    [`update users set shadow_banned = ${isBanned ? FOREVER : 'null'} where id = '${id}'`],
    place.PARLANCE_DATA,
  )
