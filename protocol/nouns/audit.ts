import * as z from 'zod'
import { KeyId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Data } from '../text.ts'
import { after, Limit, Seq, Time } from './shared.ts'

export const AuditEntry = z
  .object({
    seq: Seq,
    at: Time,
    act: z.string(),
    by: UserId,
    key: KeyId.optional(),
    room: RoomId.optional(),
    user: UserId.optional(),
    target: z.string().optional(),
    reason: z.string().optional(),
    before: Data.optional(),
    after: Data.optional(),
  })
  .meta({
    id: 'AuditEntry',
    description:
      'An act of the staff of a room or of the server, or of the app. `act`: the command. `by`: who did it; the app is the system user, and `key` is its API key, unless that was the operator’s. `user`: on whom. `target`: the id of the message or other object. `before` and `after`: what has changed.',
  })

export type AuditEntry = Readonly<z.infer<typeof AuditEntry>>

const input = z.strictObject({
  room: RoomId.optional(),
  user: UserId.describe('On whom the act was.').optional(),
  by: UserId.describe('Who acted.').optional(),
  act: z.string().min(1).max(LIMITS.actLength).optional(),
  after: after(/^\d{1,16}$/),
  limit: Limit,
})

const list = {
  method: 'GET',
  path: '/audit',
  input,
  output: z.object({ entries: z.array(AuditEntry), next: z.string().optional() }),
  status: 200,
} as const

export const AUDIT_COMMANDS = {
  'audit.list': op({
    ...list,
    asker: 'user',
    cost: 5,
    summary: 'List the acts of staff, the latest first; for administrators',
  }),
} as const

export const AUDIT_APP_COMMANDS = {
  'audit.list': op({
    ...list,
    asker: 'app',
    scope: 'moderation:read',
    summary:
      'List the acts of staff, the latest first. `GET /api/v1/audit/events` is the same as a live stream',
  }),
} as const
