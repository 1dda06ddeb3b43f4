import * as z from 'zod'
import { RoomId } from '../ids.ts'
import { op } from '../op.ts'
import { event } from './event.ts'
import { Seq, Time } from './shared.ts'

export const NotifyLevel = z.enum(['all', 'mentions', 'none']).meta({ id: 'NotifyLevel' })

export const Preferences = z
  .object({
    notify: NotifyLevel,
    mutedUntil: Time.optional(),
    favourite: z.boolean(),
    position: z.int().min(0).max(1_000_000).optional(),
    receipts: z.enum(['public', 'private']),
    hiddenSeq: z.int().min(0).optional(),
  })
  .meta({
    id: 'Preferences',
    description:
      'A user’s own settings for a room. `position`: the place in the user’s own list. `receipts`: whether other members see the read pointer. `hiddenSeq`: the room is hidden from the list of rooms until it has a message after this seq.',
  })

export type Preferences = Readonly<z.infer<typeof Preferences>>

/** The defaults. */
export const PREFERENCES: Preferences = { notify: 'all', favourite: false, receipts: 'public' }

export const PREFERENCE_COMMANDS = {
  'preferences.update': op({
    method: 'PATCH',
    path: '/rooms/:room/preferences',
    asker: 'user',
    summary:
      'Change the caller’s preferences for a room: only the given fields change, and null removes one',
    spends: ['eventsPerDay'],
    input: z.strictObject({
      room: RoomId,
      notify: NotifyLevel.optional(),
      mutedUntil: Time.nullable().optional(),
      favourite: z.boolean().optional(),
      position: z.int().min(0).max(1_000_000).nullable().optional(),
      receipts: z.enum(['public', 'private']).optional(),
      hiddenSeq: z.int().min(0).nullable().optional(),
    }),
    output: Preferences,
    status: 200,
  }),
} as const

export const PREFERENCE_EVENTS = {
  'preferences.updated': event(
    'preferences.updated',
    {
      room: RoomId,
      preferences: Preferences,
      unreadFrom: Seq.optional(),
    },
    'The user’s preferences for a room, or the "unread from here" mark, changed.',
  ),
} as const
