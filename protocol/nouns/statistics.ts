import * as z from 'zod'
import { op } from '../op.ts'
import { count, nothing } from './shared.ts'

export const STATISTICS_APP_COMMANDS = {
  'statistics.get': op({
    method: 'GET',
    path: '/statistics',
    asker: 'app',
    scope: 'statistics',
    summary: 'Count users, rooms, memberships, events and messages',
    input: nothing,
    output: z.object({
      users: z.object({ person: count, guest: count, bot: count }),
      rooms: z.object({ dm: count, group: count, public: count, announcement: count }),
      /** The members of all rooms: a user counts once in each room. */
      memberships: count,
      /** All events that were ever stored. */
      events: count,
      /** Messages of the last 24 hours. */
      messagesOfDay: count,
    }),
    status: 200,
  }),
} as const
