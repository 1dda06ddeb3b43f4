import * as z from 'zod'
import { op } from '../op.ts'
import { nothing, Time } from './shared.ts'

export const TICKET_COMMANDS = {
  'tickets.create': op({
    method: 'POST',
    path: '/tickets',
    asker: 'user',
    summary: 'A word to open one event stream or socket with: one use, 30 seconds',
    input: nothing,
    output: z.object({ ticket: z.string(), expiresAt: Time }),
    status: 201,
  }),
} as const
