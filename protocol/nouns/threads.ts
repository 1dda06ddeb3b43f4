import * as z from 'zod'
import { MessageId, RoomId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { event } from './event.ts'
import { Message } from './message.ts'
import { AfterMoving, Limit, nothing, ofMessage, Position } from './shared.ts'

export const Thread = z
  .object({
    root: Message,
    following: z.boolean(),
    readSeq: Position,
    unread: z.int().min(0).max(LIMITS.unreadMax),
  })
  .meta({
    id: 'Thread',
    description:
      'A thread of the caller, with the caller’s read pointer and the number of unread replies.',
  })

export type Thread = Readonly<z.infer<typeof Thread>>

export const THREAD_COMMANDS = {
  'threads.list': op({
    method: 'GET',
    path: '/threads',
    asker: 'user',
    summary: 'List the threads that the caller follows, the most recently active first',
    input: z.strictObject({ after: AfterMoving, limit: Limit }),
    output: z.object({ threads: z.array(Thread), next: z.string().optional() }),
    status: 200,
  }),
  'threads.get': op({
    method: 'GET',
    path: '/rooms/:room/threads/:message',
    asker: 'user',
    summary: 'Get a thread by its root message',
    input: ofMessage,
    output: Thread,
    status: 200,
  }),
  'threads.follow': op({
    method: 'PUT',
    path: '/rooms/:room/threads/:message/follow',
    asker: 'user',
    summary: 'Follow a thread',
    spends: ['eventsPerDay'],
    input: ofMessage,
    output: Thread,
    status: 200,
  }),
  'threads.unfollow': op({
    method: 'DELETE',
    path: '/rooms/:room/threads/:message/follow',
    asker: 'user',
    summary: 'Unfollow a thread',
    input: ofMessage,
    output: nothing,
    status: 204,
  }),
} as const

export const THREAD_EVENTS = {
  'thread.updated': event(
    'thread.updated',
    { room: RoomId, thread: MessageId, following: z.boolean(), readSeq: Position },
    'The user followed, unfollowed or read a thread.',
  ),
} as const
