import * as z from 'zod'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Line } from '../text.ts'
import { ephemeralEvent } from './event.ts'
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
  .meta({
    id: 'Presence',
    description: 'The presence of a user. `lastSeenAt`: when an offline user was last online.',
  })

export type Presence = Readonly<z.infer<typeof Presence>>

/** The states that a user can set. */
const Setting = z.enum(['online', 'away', 'invisible'])

export const PRESENCE_COMMANDS = {
  'presence.update': op({
    method: 'PUT',
    path: '/me/presence',
    asker: 'user',
    // The change is published in each of the user's rooms, of which there may be 1,000.
    cost: 8,
    summary: 'Set the caller’s presence and status text; omitted fields stay as they are',
    spends: ['eventsPerDay'],
    input: z.strictObject({
      state: Setting.optional(),
      status: Line(LIMITS.statusLength).optional(),
    }),
    output: z.object({ state: Setting, status: z.string().optional() }),
    status: 200,
  }),
  'presence.list': op({
    method: 'GET',
    path: '/rooms/:room/presence',
    asker: 'user',
    summary: 'List the presence of a room’s members',
    input: inRoom,
    output: z.object({ presence: z.array(Presence) }),
    status: 200,
  }),
} as const

export const PRESENCE_EPHEMERAL_EVENTS = {
  'presence.changed': ephemeralEvent(
    'presence.changed',
    { state: PresenceState, status: z.string().optional(), lastSeenAt: Time.optional() },
    'The presence of a member changed.',
  ),
} as const
