import * as z from 'zod'
import { NOT_RESERVED, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Handle, Locale, TimeZone } from '../profile.ts'
import { Data, Name } from '../text.ts'
import { event } from './event.ts'
import { ServerRole } from './roles.ts'
import { Limit, nothing, Time } from './shared.ts'

export const UserKind = z.enum(['person', 'guest', 'bot']).meta({ id: 'UserKind' })

export type UserKind = z.infer<typeof UserKind>

export const User = z
  .object({
    id: UserId,
    name: Name,
    kind: UserKind,
    handle: z.string().optional(),
    locale: z.string().optional(),
    timeZone: z.string().optional(),
    info: Data.optional(),
    role: ServerRole.optional(),
    createdAt: Time,
    deletedAt: Time.optional(),
  })
  .meta({
    id: 'User',
    description:
      'A user. `info`: data that the app sets, such as claims of its tokens that Parlance does not use. `role`: the role on the whole server; absent for `user`. A deleted user has no `info`, role and profile, and the name "Deleted user".',
  })

export type User = Readonly<z.infer<typeof User>>

export const ofUser = z.strictObject({ user: UserId })

const AppUserId = UserId.regex(
  NOT_RESERVED,
  'must not be one of parlance, me, . and .., or begin with guest_',
)

/** The fields of a profile that users set themselves; null removes one. */
const settable = {
  locale: Locale.nullable().optional(),
  timeZone: TimeZone.nullable().optional(),
}

export const USER_COMMANDS = {
  'me.get': op({
    method: 'GET',
    path: '/me',
    asker: 'user',
    summary: 'Get the caller’s own user',
    input: nothing,
    output: User,
    status: 200,
  }),
  'me.update': op({
    method: 'PATCH',
    path: '/me',
    asker: 'user',
    summary:
      'Change the caller’s own profile; only guests change their name here, as the app names its users',
    spends: ['eventsPerDay'],
    input: z.strictObject({ name: Name.optional(), ...settable }),
    output: User,
    status: 200,
  }),
  'users.list': op({
    method: 'GET',
    path: '/users',
    asker: 'user',
    each: 0.1,
    summary: 'Get users by their ids: those who share a room with the caller, and the caller',
    input: z.strictObject({ id: z.array(UserId).min(1).max(LIMITS.idsPerCommand) }),
    output: z.object({ users: z.array(User) }),
    status: 200,
  }),
  'users.updateRole': op({
    method: 'PUT',
    path: '/users/:user/role',
    asker: 'user',
    spends: ['eventsPerDay'],
    summary: 'Change a user’s role on the whole server; only administrators can',
    input: ofUser.extend({ role: ServerRole }),
    output: User,
    status: 200,
  }),
} as const

export const USER_APP_COMMANDS = {
  'users.create': op({
    method: 'POST',
    path: '/users',
    asker: 'app',
    scope: 'users:write',
    summary: 'Create a user before their first token; an existing user is returned unchanged',
    input: z.strictObject({
      id: AppUserId,
      name: Name,
      kind: z.enum(['person', 'bot']).default('person'),
      handle: Handle.optional(),
      locale: Locale.optional(),
      timeZone: TimeZone.optional(),
      info: Data.optional(),
      role: ServerRole.optional(),
    }),
    output: User,
    status: [201, 200],
  }),
  'users.list': op({
    method: 'GET',
    path: '/users',
    asker: 'app',
    scope: 'users:read',
    summary: 'List the users, by id, without deleted ones',
    input: z.strictObject({ after: UserId.optional(), limit: Limit }),
    output: z.object({ users: z.array(User), next: UserId.optional() }),
    status: 200,
  }),
  'users.get': op({
    method: 'GET',
    path: '/users/:user',
    asker: 'app',
    scope: 'users:read',
    summary: 'Get a user; a deleted one has `deletedAt`',
    input: ofUser,
    output: User,
    status: 200,
  }),
  'users.update': op({
    method: 'PATCH',
    path: '/users/:user',
    asker: 'app',
    scope: 'users:write',
    summary:
      'Change a user’s name, info, server role or profile; tokens that were issued before do not change the first three back',
    input: ofUser.extend({
      name: Name.optional(),
      handle: Handle.nullable().optional(),
      ...settable,
      info: Data.nullable().optional(),
      role: ServerRole.optional(),
    }),
    output: User,
    status: 200,
  }),
  'users.delete': op({
    method: 'DELETE',
    path: '/users/:user',
    asker: 'app',
    scope: 'users:write',
    summary: 'Delete a user permanently; with `messages`, all messages of the user, too',
    once: true,
    input: ofUser.extend({ messages: z.boolean().default(false) }),
    output: nothing,
    status: 204,
  }),
} as const

export const USER_EVENTS = {
  'user.updated': event(
    'user.updated',
    { user: User },
    'The name, `info`, server role or profile of the user changed.',
  ),
  'user.deleted': event(
    'user.deleted',
    { user: User },
    'The user was deleted. It is the last event of its log, and closes the user’s connections.',
  ),
} as const
