import * as z from 'zod'
import { op } from '../op.ts'
import { event } from './event.ts'
import { Message, MessageRef } from './message.ts'
import { inRoom, nothing, ofMessage, Sender } from './shared.ts'

export const PIN_COMMANDS = {
  'pins.list': op({
    method: 'GET',
    path: '/rooms/:room/pins',
    asker: 'user',
    summary: 'List the pinned messages of a room, the latest pinned first',
    input: inRoom,
    output: z.object({ messages: z.array(Message) }),
    status: 200,
  }),
  'pins.add': op({
    method: 'PUT',
    path: '/rooms/:room/pins/:message',
    asker: 'user',
    summary: 'Pin a message',
    spends: ['eventsPerDay'],
    input: ofMessage,
    output: Message,
    status: 200,
  }),
  'pins.remove': op({
    method: 'DELETE',
    path: '/rooms/:room/pins/:message',
    asker: 'user',
    summary: 'Unpin a message',
    input: ofMessage,
    output: nothing,
    status: 204,
  }),
} as const

export const PIN_EVENTS = {
  'message.pinned': event(
    'message.pinned',
    { message: MessageRef, by: Sender },
    'A message was pinned.',
  ),
  'message.unpinned': event(
    'message.unpinned',
    { message: MessageRef, by: Sender },
    'A message was unpinned.',
  ),
} as const
