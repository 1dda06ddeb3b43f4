import * as z from 'zod'
import { ErasureId, UserId } from '../ids.ts'
import { op } from '../op.ts'
import { GivenPassword } from '../password.ts'
import { after, Limit, Time } from './shared.ts'

const Messages = z.enum(['keep', 'delete'])

export const ErasedRows = z
  .object({ table: z.string(), count: z.int().nonnegative() })
  .meta({ id: 'ErasedRows', description: 'How many rows of a table were erased or emptied.' })

export const Erasure = z
  .object({
    id: ErasureId,
    user: UserId,
    messages: Messages,
    state: z.enum(['waiting', 'running', 'done']),
    erased: z.array(ErasedRows),
    createdAt: Time,
    finishedAt: Time.optional(),
  })
  .meta({
    id: 'Erasure',
    description:
      'The erasure of a user, and its receipt. `messages`: whether the messages stay, under the name of a deleted user. `state`: `waiting` until a legal hold ends; `running`; `done`, at `finishedAt`. `erased`: what was erased so far.',
  })

export type Erasure = Readonly<z.infer<typeof Erasure>>

const create = { output: Erasure, status: [201, 200] } as const

export const ERASURE_COMMANDS = {
  'erasures.create': op({
    ...create,
    method: 'POST',
    path: '/me/erasure',
    asker: 'user',
    cost: 100,
    summary:
      'Erase the caller permanently, with or without the messages. A user with an account proves who they are as in accounts.delete',
    input: z.strictObject({
      messages: Messages,
      password: GivenPassword.optional(),
    }),
  }),
} as const

export const ERASURE_APP_COMMANDS = {
  'erasures.create': op({
    ...create,
    method: 'POST',
    path: '/erasures',
    asker: 'app',
    scope: 'data:write',
    summary:
      'Erase a user permanently, with or without the messages, in the background. Repeated, it answers the same erasure',
    input: z.strictObject({ user: UserId, messages: Messages }),
  }),
  'erasures.get': op({
    method: 'GET',
    path: '/erasures/:erasure',
    asker: 'app',
    scope: 'data:read',
    summary: 'Get an erasure, its progress and its receipt',
    input: z.strictObject({ erasure: ErasureId }),
    output: Erasure,
    status: 200,
  }),
  'erasures.list': op({
    method: 'GET',
    path: '/erasures',
    asker: 'app',
    scope: 'data:read',
    summary: 'List erasures, the latest first: all, or the one of a user',
    input: z.strictObject({
      user: UserId.optional(),
      after: after(/^ers_[0-9a-z]{26}$/),
      limit: Limit,
    }),
    output: z.object({ erasures: z.array(Erasure), next: z.string().optional() }),
    status: 200,
  }),
} as const
