import { MessageId } from '../ids.ts'
import { op } from '../op.ts'
import { ephemeralEvent } from './event.ts'
import { inRoom, nothing, Time } from './shared.ts'

export const TYPING_COMMANDS = {
  'typing.start': op({
    method: 'PUT',
    path: '/rooms/:room/typing',
    asker: 'user',
    summary: 'Report that the caller is typing; repeat it every few seconds',
    spends: ['eventsPerDay'],
    input: inRoom.extend({ thread: MessageId.optional() }),
    output: nothing,
    status: 204,
  }),
  'typing.stop': op({
    method: 'DELETE',
    path: '/rooms/:room/typing',
    asker: 'user',
    summary: 'Report that the caller has stopped typing, in the room and its threads',
    input: inRoom,
    output: nothing,
    status: 204,
  }),
} as const

export const TYPING_EPHEMERAL_EVENTS = {
  'typing.started': ephemeralEvent(
    'typing.started',
    { thread: MessageId.optional(), until: Time },
    'A user is typing. It ends at `until` unless it is reported again.',
  ),
  'typing.stopped': ephemeralEvent(
    'typing.stopped',
    { thread: MessageId.optional() },
    'A user stopped typing.',
  ),
} as const
