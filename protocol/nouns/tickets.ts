import * as z from 'zod'
import { op } from '../op.ts'
import { nothing, Time } from './shared.ts'

export const TICKET_COMMANDS = {
  'tickets.create': op({
    method: 'POST',
    path: '/tickets',
    asker: 'user',
    summary:
      'Create a ticket, which opens one socket, event stream or file of an export within 30 seconds',
    input: nothing,
    output: z.object({ ticket: z.string(), expiresAt: Time }),
    status: 201,
  }),
} as const
