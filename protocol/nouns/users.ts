import * as z from 'zod'
import { NOT_RESERVED, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Data, Name } from '../text.ts'
import { event } from './event.ts'
import { Limit, nothing, Time } from './shared.ts'

export const UserKind = z.enum(['person', 'guest', 'bot']).meta({ id: 'UserKind' })

export type UserKind = z.infer<typeof UserKind>

export const User = z
  .object({
    id: UserId,
    name: Name,
    kind: UserKind,
    info: Data.optional(),
    createdAt: Time,
    deletedAt: Time.optional(),
  })
  .meta({
    id: 'User',
    description:
      "`info`: the claims of the app's token that Parlance itself does not use. A deleted user has neither name nor info left.",
  })

export type User = Readonly<z.infer<typeof User>>

export const ofUser = z.strictObject({ user: UserId })

const AppUserId = UserId.regex(
  NOT_RESERVED,
  'must not be one of parlance, me, . and .., or begin with guest_',
)

export const USER_COMMANDS = {
  'me.get': op({
    method: 'GET',
    path: '/me',
    asker: 'user',
    summary: 'Who I am',
    input: nothing,
    output: User,
    status: 200,
  }),
  'me.update': op({
    method: 'PATCH',
    path: '/me',
    asker: 'user',
    summary: 'Change my name (a guest’s; an app’s user is named by the app)',
    input: z.strictObject({ name: Name }),
    output: User,
    status: 200,
  }),
  'users.list': op({
    method: 'GET',
    path: '/users',
    asker: 'user',
    each: 0.1,
    summary: 'Of these users those who are in a room with me, and myself',
    input: z.strictObject({ id: z.array(UserId).min(1).max(LIMITS.idsPerCommand) }),
    output: z.object({ users: z.array(User) }),
    status: 200,
  }),
} as const

export const USER_APP_COMMANDS = {
  'users.create': op({
    method: 'POST',
    path: '/users',
    asker: 'app',
    scope: 'users:write',
    summary: 'Make a user, before their first token; one that is there is given back as it is',
    input: z.strictObject({
      id: AppUserId,
      name: Name,
      kind: z.enum(['person', 'bot']).default('person'),
      info: Data.optional(),
    }),
    output: User,
    status: [201, 200],
  }),
  'users.list': op({
    method: 'GET',
    path: '/users',
    asker: 'app',
    scope: 'users:read',
    summary: 'Users by id, without those that were deleted',
    input: z.strictObject({ after: UserId.optional(), limit: Limit }),
    output: z.object({ users: z.array(User), next: UserId.optional() }),
    status: 200,
  }),
  'users.get': op({
    method: 'GET',
    path: '/users/:user',
    asker: 'app',
    scope: 'users:read',
    summary: 'A user; of one that was deleted, that it was',
    input: ofUser,
    output: User,
    status: 200,
  }),
  'users.update': op({
    method: 'PATCH',
    path: '/users/:user',
    asker: 'app',
    scope: 'users:write',
    summary: 'Change a name or info; tokens that were issued before do not change them back',
    input: ofUser.extend({ name: Name.optional(), info: Data.nullable().optional() }),
    output: User,
    status: 200,
  }),
  'users.delete': op({
    method: 'DELETE',
    path: '/users/:user',
    asker: 'app',
    scope: 'users:write',
    summary: 'Delete a user for good; with `messages` everything that they said, too',
    once: true,
    input: ofUser.extend({ messages: z.boolean().default(false) }),
    output: nothing,
    status: 204,
  }),
} as const

export const USER_EVENTS = {
  'user.updated': event('user.updated', { user: User }),
  'user.deleted': event(
    'user.deleted',
    { user: User },
    'The last entry of its log: the user’s connections end with it.',
  ),
} as const
