import * as z from 'zod'
import { RoomId } from '../ids.ts'
import { op } from '../op.ts'
import { event } from './event.ts'
import { Message, MessageRef } from './message.ts'
import { After, Limit, Sender } from './shared.ts'

export const Mention = z
  .object({ room: RoomId, message: Message })
  .meta({ id: 'Mention', description: 'A message that mentions the caller.' })

export type Mention = Readonly<z.infer<typeof Mention>>

export const MENTION_COMMANDS = {
  'mentions.list': op({
    method: 'GET',
    path: '/mentions',
    asker: 'user',
    summary: 'List the messages that mention the caller, the latest first',
    input: z.strictObject({ after: After, limit: Limit }),
    output: z.object({ mentions: z.array(Mention), next: z.string().optional() }),
    status: 200,
  }),
} as const

export const MENTION_EVENTS = {
  'mention.created': event(
    'mention.created',
    { room: RoomId, message: MessageRef, by: Sender },
    'A message mentions the user to whose log this event belongs.',
  ),
} as const
