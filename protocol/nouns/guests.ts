import * as z from 'zod'
import { op } from '../op.ts'
import { Name } from '../text.ts'
import { User } from './users.ts'

export const GUEST_COMMANDS = {
  'guests.create': op({
    method: 'POST',
    path: '/guests',
    asker: 'anyone',
    summary: 'Sign in as a guest with a name only, if the operator allows guests',
    spends: ['guestsPerAddress'],
    input: z.strictObject({ name: Name }),
    output: z.object({ token: z.string(), user: User }),
    status: 201,
  }),
} as const
