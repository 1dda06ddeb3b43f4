import * as z from 'zod'
import { UserId } from '../ids.ts'
import { op } from '../op.ts'
import { event } from './event.ts'
import { nothing, Time } from './shared.ts'

export const Block = z.object({ createdAt: Time, user: UserId }).meta({
  id: 'Block',
  description: 'A user whom the caller has blocked. The user does not learn of it.',
})

export type Block = Readonly<z.infer<typeof Block>>

const ofUser = z.strictObject({ user: UserId })

export const BLOCK_COMMANDS = {
  'blocks.create': op({
    method: 'PUT',
    path: '/me/blocks/:user',
    asker: 'user',
    spends: ['eventsPerDay'],
    summary:
      'Block a user: what they write in the dm, their requests, invitations, mentions, typing and presence do not reach the caller. They do not learn of it',
    input: ofUser,
    output: Block,
    status: 200,
  }),
  'blocks.delete': op({
    method: 'DELETE',
    path: '/me/blocks/:user',
    asker: 'user',
    summary: 'Unblock a user; what they wrote meanwhile stays hidden',
    input: ofUser,
    output: nothing,
    status: 204,
  }),
  'blocks.list': op({
    method: 'GET',
    path: '/me/blocks',
    asker: 'user',
    summary: 'List the users whom the caller has blocked, the latest first',
    input: nothing,
    output: z.object({ blocks: z.array(Block) }),
    status: 200,
  }),
} as const

export const BLOCK_EVENTS = {
  'block.created': event('block.created', { block: Block }, 'The user blocked another user.'),
  'block.deleted': event('block.deleted', { user: UserId }, 'The user unblocked another user.'),
} as const
