import * as z from 'zod'
import { op } from '../op.ts'
import { QUOTAS } from './daily-quotas.ts'
import { count, nothing, Time } from './shared.ts'
import { ofUser } from './users.ts'

export const QuotaName = z.enum(QUOTAS).meta({ id: 'QuotaName' })
export type QuotaName = z.infer<typeof QuotaName>

export const Quota = z
  .object({
    name: QuotaName,
    limit: count,
    used: count,
    custom: z.boolean(),
    renewsAt: Time.optional(),
  })
  .meta({
    id: 'Quota',
    description:
      'A quota of a user: `rooms` that the user owns, `invitations` of the user that are open, and per day (until `renewsAt`) rooms created, bytes of text and data sent, and events caused, each counted once and once for every delivery. `custom`: the app has set the limit for this user. `used` of a day may be some seconds old.',
  })
export type Quota = Readonly<z.infer<typeof Quota>>

const Quotas = z.object({ quotas: z.array(Quota) })

export const QUOTA_COMMANDS = {
  'quotas.get': op({
    method: 'GET',
    path: '/me/quotas',
    asker: 'user',
    summary: 'Get the caller’s quotas, and how much of each is used',
    input: nothing,
    output: Quotas,
    status: 200,
  }),
} as const

/** Null: the limit of the server's settings. */
const Override = z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().optional()

export const QUOTA_APP_COMMANDS = {
  'quotas.get': op({
    method: 'GET',
    path: '/users/:user/quotas',
    asker: 'app',
    scope: 'users:read',
    summary: 'Get a user’s quotas, and how much of each is used',
    input: ofUser,
    output: Quotas,
    status: 200,
  }),
  'quotas.update': op({
    method: 'PATCH',
    path: '/users/:user/quotas',
    asker: 'app',
    scope: 'users:write',
    summary:
      'Set limits for one user, above or below those of the server; null takes the server’s limit again',
    input: ofUser.extend({
      rooms: Override,
      invitations: Override,
      roomsPerDay: Override,
      textBytesPerDay: Override,
      eventsPerDay: Override,
    } satisfies Record<QuotaName, z.ZodType>),
    output: Quotas,
    status: 200,
  }),
} as const
