import * as z from 'zod'
import { SessionId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { GivenPassword } from '../password.ts'
import { event } from './event.ts'
import { GivenCode } from './second-factors.ts'
import { nothing, Time } from './shared.ts'
import { User } from './users.ts'

export const LinkCode = z
  .string()
  .regex(/^pl_link_(?:\w|-){43}$/, 'must be the code of a link')
  .meta({ id: 'LinkCode', description: 'The secret of a one-time link.' })

/** In any form: an unknown login is refused like all others. */
export const Login = z.string().min(1).max(LIMITS.emailLength)

export const Cookie = z
  .literal(true)
  .optional()
  .describe('Over REST only: the tokens are set as HttpOnly cookies, and are not in the answer.')

export const SignedIn = z
  .object({
    user: User,
    session: SessionId,
    accessToken: z.string().optional(),
    expiresAt: Time,
    refreshToken: z.string().optional(),
  })
  .meta({
    id: 'SignedIn',
    description:
      'A session and its tokens. `accessToken` is sent as `Authorization: Bearer …` until `expiresAt`; then `refreshToken`, which can be used once, gets the next pair.',
  })

export type SignedIn = Readonly<z.infer<typeof SignedIn>>

export const Session = z
  .object({
    id: SessionId,
    createdAt: Time,
    usedAt: Time,
    address: z.string(),
    client: z.string(),
    current: z.boolean().optional(),
  })
  .meta({
    id: 'Session',
    description:
      'A sign-in on one device. `usedAt`: when its tokens were last issued; `address` and `client` (the User-Agent header): of that request. `current`: whether the caller uses it now; absent on the management port.',
  })

export type Session = Readonly<z.infer<typeof Session>>

/** Why a session has ended. */
export const SessionEnd = z
  .enum([
    'signed_out',
    'signed_out_everywhere',
    'password_changed',
    'signed_up',
    'reuse',
    'too_many',
    'by_app',
  ])
  .meta({
    id: 'SessionEnd',
    description:
      'Why a session has ended. `reuse`: an old refresh token was used, so somebody may have copied it.',
  })

export type SessionEnd = z.infer<typeof SessionEnd>

const CURRENT_OR_ID = /^(?:current|ses_[0-7][0-9a-hjkmnp-tv-z]{25})$/

export const SESSION_COMMANDS = {
  'sessions.create': op({
    method: 'POST',
    path: '/sessions',
    asker: 'anyone',
    cost: LIMITS.signInCost,
    once: true,
    summary:
      'Sign in with a handle or a verified e-mail address, a password, and a code if the account has a second factor (second_factor_required)',
    input: z.strictObject({
      login: Login,
      password: GivenPassword,
      code: GivenCode.optional(),
      cookie: Cookie,
    }),
    output: SignedIn,
    status: 201,
  }),
  'sessions.refresh': op({
    method: 'POST',
    path: '/sessions/refresh',
    asker: 'anyone',
    summary:
      'Get the next pair of tokens, by the refresh token or its cookie. A refresh token that was used before ends the session',
    input: z.strictObject({ refreshToken: z.string().min(1).max(100).optional() }),
    output: SignedIn,
    status: 200,
  }),
  'sessions.list': op({
    method: 'GET',
    path: '/sessions',
    asker: 'user',
    summary: 'List the caller’s sessions, the last used first',
    input: nothing,
    output: z.object({ sessions: z.array(Session) }),
    status: 200,
  }),
  'sessions.delete': op({
    method: 'DELETE',
    path: '/sessions/:session',
    asker: 'user',
    summary: 'End one of the caller’s sessions; `current` signs out here',
    input: z.strictObject({
      session: z.string().regex(CURRENT_OR_ID, 'must be a ses_… id, or current'),
    }),
    output: nothing,
    status: 204,
  }),
  'sessions.deleteAll': op({
    method: 'DELETE',
    path: '/sessions',
    asker: 'user',
    summary: 'End all sessions of the caller; with `others`, all except this one',
    input: z.strictObject({ others: z.boolean().default(false) }),
    output: nothing,
    status: 204,
  }),
} as const

export const SESSION_APP_COMMANDS = {
  'sessions.list': op({
    method: 'GET',
    path: '/users/:user/sessions',
    asker: 'app',
    scope: 'users:read',
    summary: 'List the sessions of a user, the last used first',
    input: z.strictObject({ user: UserId }),
    output: z.object({ sessions: z.array(Session) }),
    status: 200,
  }),
  'sessions.delete': op({
    method: 'DELETE',
    path: '/users/:user/sessions/:session',
    asker: 'app',
    scope: 'users:write',
    summary: 'End one session of a user',
    input: z.strictObject({ user: UserId, session: SessionId }),
    output: nothing,
    status: 204,
  }),
  'sessions.deleteAll': op({
    method: 'DELETE',
    path: '/users/:user/sessions',
    asker: 'app',
    scope: 'users:write',
    summary: 'End all sessions of a user',
    input: z.strictObject({ user: UserId }),
    output: nothing,
    status: 204,
  }),
} as const

export const SESSION_EVENTS = {
  'session.ended': event(
    'session.ended',
    { session: SessionId.optional(), reason: SessionEnd },
    'A session of the user ended. It is the last event that the connections of the session receive. Without `session`, it ends the connections that the user opened as a guest.',
  ),
} as const
