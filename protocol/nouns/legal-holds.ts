import * as z from 'zod'
import { LegalHoldId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Line } from '../text.ts'
import { after, Limit, nothing, Time } from './shared.ts'

export const LegalHold = z
  .object({
    id: LegalHoldId,
    user: UserId.optional(),
    room: RoomId.optional(),
    reason: z.string(),
    createdAt: Time,
    by: UserId,
  })
  .meta({
    id: 'LegalHold',
    description:
      'While it is in force, `user` or `room` is not erased: no erasure, no deletion of the whole, and no end of what is kept. Only administrators see it.',
  })

export type LegalHold = Readonly<z.infer<typeof LegalHold>>

const create = {
  method: 'POST',
  path: '/legal-holds',
  summary:
    'Put a user or a room under a legal hold: nothing of it is erased until the hold is lifted',
  input: z.strictObject({
    user: UserId.describe('Whose data are kept; or `room`.').optional(),
    room: RoomId.optional(),
    reason: Line(LIMITS.reasonLength),
  }),
  output: LegalHold,
  status: 201,
} as const

const list = {
  method: 'GET',
  path: '/legal-holds',
  summary: 'List the legal holds that are in force, the latest first',
  input: z.strictObject({ after: after(/^hld_[0-9a-z]{26}$/), limit: Limit }),
  output: z.object({ legalHolds: z.array(LegalHold), next: z.string().optional() }),
  status: 200,
} as const

const lift = {
  method: 'DELETE',
  path: '/legal-holds/:legalHold',
  summary: 'Lift a legal hold. The erasures that have waited for it go on',
  input: z.strictObject({ legalHold: LegalHoldId }),
  output: nothing,
  status: 204,
} as const

const COST = 5

export const LEGAL_HOLD_COMMANDS = {
  'legalHolds.create': op({ ...create, asker: 'user', cost: COST }),
  'legalHolds.list': op({ ...list, asker: 'user', cost: COST }),
  'legalHolds.delete': op({ ...lift, asker: 'user', cost: COST }),
} as const

export const LEGAL_HOLD_APP_COMMANDS = {
  'legalHolds.create': op({ ...create, asker: 'app', scope: 'data:write' }),
  'legalHolds.list': op({ ...list, asker: 'app', scope: 'data:read' }),
  'legalHolds.delete': op({ ...lift, asker: 'app', scope: 'data:write' }),
} as const
