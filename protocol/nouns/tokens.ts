import * as z from 'zod'
import { UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Time } from './shared.ts'
import { User } from './users.ts'

export const TOKEN_APP_COMMANDS = {
  'tokens.create': op({
    method: 'POST',
    path: '/tokens',
    asker: 'app',
    scope: 'tokens',
    summary: 'Create a token for an existing user, to give to the user’s client',
    input: z.strictObject({
      user: UserId,
      seconds: z.int().min(1).max(LIMITS.tokenSeconds).default(3600),
    }),
    output: z.object({ token: z.string(), user: User, expiresAt: Time }),
    status: 201,
  }),
} as const
