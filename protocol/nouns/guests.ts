import * as z from 'zod'
import { op } from '../op.ts'
import { Name } from '../text.ts'
import { User } from './users.ts'

export const GUEST_COMMANDS = {
  'guests.create': op({
    method: 'POST',
    path: '/guests',
    asker: 'anyone',
    summary: 'Come in with a name alone, where the operator allows it',
    input: z.strictObject({ name: Name }),
    output: z.object({ token: z.string(), user: User }),
    status: 201,
  }),
} as const
