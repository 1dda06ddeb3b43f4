import { MessageId } from '../ids.ts'
import { op } from '../op.ts'
import { signal } from './event.ts'
import { inRoom, nothing, Time } from './shared.ts'

export const TYPING_COMMANDS = {
  'typing.start': op({
    method: 'PUT',
    path: '/rooms/:room/typing',
    asker: 'user',
    summary: 'I am typing: say it again every few seconds while that is so',
    input: inRoom.extend({ thread: MessageId.optional() }),
    output: nothing,
    status: 204,
  }),
  'typing.stop': op({
    method: 'DELETE',
    path: '/rooms/:room/typing',
    asker: 'user',
    summary: 'I am no longer typing, in the room or below its messages',
    input: inRoom,
    output: nothing,
    status: 204,
  }),
} as const

export const TYPING_EPHEMERAL_EVENTS = {
  'typing.started': signal(
    'typing.started',
    { thread: MessageId.optional(), until: Time },
    'It ends at `until`, unless it is said again.',
  ),
  'typing.stopped': signal('typing.stopped', { thread: MessageId.optional() }),
} as const
