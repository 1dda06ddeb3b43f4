import * as z from 'zod'
import { op } from '../op.ts'
import { count, nothing } from './shared.ts'

export const STATISTICS_APP_COMMANDS = {
  'statistics.get': op({
    method: 'GET',
    path: '/statistics',
    asker: 'app',
    scope: 'statistics',
    summary: 'How many there are of what',
    input: nothing,
    output: z.object({
      users: z.object({ person: count, guest: count, bot: count }),
      rooms: z.object({ dm: count, group: count, public: count, announcement: count }),
      /** Each user once for each room. */
      memberships: count,
      /** Every change there ever was. */
      events: count,
      /** Said within 24 hours. */
      messagesOfDay: count,
    }),
    status: 200,
  }),
} as const
