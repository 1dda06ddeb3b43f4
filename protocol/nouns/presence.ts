import * as z from 'zod'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Line } from '../text.ts'
import { signal } from './event.ts'
import { inRoom, Sender, Time } from './shared.ts'

export const PresenceState = z.enum(['online', 'away', 'offline']).meta({ id: 'PresenceState' })

export type PresenceState = z.infer<typeof PresenceState>

export const Presence = z
  .object({
    user: Sender,
    state: PresenceState,
    status: z.string().optional(),
    lastSeenAt: Time.optional(),
  })
  .meta({ id: 'Presence', description: 'How somebody is there, or since when not.' })

export type Presence = Readonly<z.infer<typeof Presence>>

const Shown = z.enum(['online', 'away', 'invisible'])

export const PRESENCE_COMMANDS = {
  'presence.update': op({
    method: 'PUT',
    path: '/me/presence',
    asker: 'user',
    // The change is published in each of the user's rooms, of which there may be 1,000.
    cost: 8,
    summary:
      'How I want to be seen while I am here, and a line about myself; what is left out stays',
    input: z.strictObject({
      state: Shown.optional(),
      status: Line(LIMITS.statusLength).optional(),
    }),
    output: z.object({ state: Shown, status: z.string().optional() }),
    status: 200,
  }),
  'presence.list': op({
    method: 'GET',
    path: '/rooms/:room/presence',
    asker: 'user',
    summary: 'Who of the room is there, and when the others last were',
    input: inRoom,
    output: z.object({ presence: z.array(Presence) }),
    status: 200,
  }),
} as const

export const PRESENCE_EPHEMERAL_EVENTS = {
  'presence.changed': signal('presence.changed', {
    state: PresenceState,
    status: z.string().optional(),
    lastSeenAt: Time.optional(),
  }),
} as const
