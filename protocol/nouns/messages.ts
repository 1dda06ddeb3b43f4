import * as z from 'zod'
import { Cursor, MessageId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Data, Text } from '../text.ts'
import { event } from './event.ts'
import { Mentions, Message, ThreadRoot } from './message.ts'
import { inRoom, Limit, nothing, ofMessage, Position, Sender, Seq, Time } from './shared.ts'

export const Version = z
  .object({
    version: z.int().min(1),
    text: z.string(),
    data: Data.optional(),
    at: Time,
  })
  .meta({ id: 'Version', description: 'How a message once was.' })

export type Version = Readonly<z.infer<typeof Version>>

const ONE_OF_THREE = 'Of `before`, `after` and `around` at most one.'

export const ClientId = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 visible ASCII characters')

export const MESSAGE_COMMANDS = {
  'messages.send': op({
    method: 'POST',
    path: '/rooms/:room/messages',
    asker: 'user',
    summary: 'Say something; the same clientId again gives the same message back',
    indexed: true,
    input: z.strictObject({
      room: RoomId,
      text: Text,
      clientId: ClientId.optional(),
      data: Data.optional(),
      /** Answers a message, which it then quotes. */
      replyTo: MessageId.optional(),
      /** Below a message, which is then the root of a thread; with `inRoom` also in the room itself. */
      thread: MessageId.optional(),
      inRoom: z.literal(true).optional(),
      mentions: Mentions.optional(),
      silent: z.literal(true).optional(),
      /** Says what happened, in nobody's name: for the staff of a room. */
      system: z.literal(true).optional(),
    }),
    output: Message,
    status: [201, 200],
  }),
  'messages.get': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message',
    asker: 'user',
    summary: 'One message',
    input: ofMessage,
    output: Message,
    status: 200,
  }),
  'messages.find': op({
    method: 'GET',
    path: '/messages/:message',
    asker: 'user',
    summary: 'One message of whichever room of mine, by its id alone',
    input: z.strictObject({ message: MessageId }),
    output: Message,
    status: 200,
  }),
  'messages.update': op({
    method: 'PATCH',
    path: '/rooms/:room/messages/:message',
    asker: 'user',
    summary: 'Edit what I said; with `version`, only if that is what it still is',
    indexed: true,
    input: ofMessage.extend({
      text: Text.optional(),
      data: Data.optional(),
      mentions: Mentions.optional(),
      version: z.int().min(1).optional(),
    }),
    output: Message,
    status: 200,
  }),
  'messages.delete': op({
    method: 'DELETE',
    path: '/rooms/:room/messages/:message',
    asker: 'user',
    summary: 'Delete a message: its place stays, its text goes',
    input: ofMessage,
    output: nothing,
    status: 204,
  }),
  'messages.restore': op({
    method: 'POST',
    path: '/rooms/:room/messages/:message/restore',
    asker: 'user',
    summary: 'Take back that I deleted what I said, within a minute',
    input: ofMessage,
    output: Message,
    status: 200,
  }),
  'messages.listVersions': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message/versions',
    asker: 'user',
    summary:
      'How a message was before it was edited, oldest first; the next page is `after` a version',
    input: ofMessage.extend({ after: Position.optional(), limit: Limit }),
    output: z.object({ versions: z.array(Version) }),
    status: 200,
  }),
  'messages.list': op({
    method: 'GET',
    path: '/rooms/:room/messages',
    asker: 'user',
    summary: 'A page of history, oldest first: the latest, or before, after or around a seq',
    input: z
      .strictObject({
        room: RoomId,
        before: Seq.optional().describe(ONE_OF_THREE),
        after: Position.optional().describe(ONE_OF_THREE),
        around: Seq.optional().describe(ONE_OF_THREE),
        /** Of this thread, in place of the room. */
        thread: MessageId.optional(),
        limit: z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageDefault),
      })
      .refine(
        (page) => [page.before, page.after, page.around].filter((s) => s !== undefined).length < 2,
        {
          message: 'may have only one of before, after and around',
        },
      ),
    output: z.object({ messages: z.array(Message), seq: Position, cursor: Cursor }),
    status: 200,
  }),
  'messages.listUnread': op({
    method: 'GET',
    path: '/rooms/:room/unread',
    asker: 'user',
    summary: 'What counts as unread in a room, oldest first; the next page is `after` the last seq',
    input: z.strictObject({ room: RoomId, after: Position.optional(), limit: Limit }),
    output: z.object({ messages: z.array(Message), seq: Position, cursor: Cursor }),
    status: 200,
  }),
} as const

export const MESSAGE_APP_COMMANDS = {
  'messages.list': op({
    method: 'GET',
    path: '/rooms/:room/messages',
    asker: 'app',
    scope: 'messages:read',
    summary: 'A page of history, oldest first: the latest, or before or after a seq',
    input: inRoom
      .extend({
        before: Seq.optional().describe('Not with `after`.'),
        after: Position.optional().describe('Not with `before`.'),
        thread: MessageId.optional(),
        limit: Limit,
      })
      .refine((page) => page.before === undefined || page.after === undefined, {
        message: 'may have only one of before and after',
      }),
    output: z.object({ messages: z.array(Message), seq: Position }),
    status: 200,
  }),
  'messages.get': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message',
    asker: 'app',
    scope: 'messages:read',
    summary: 'One message',
    input: ofMessage,
    output: Message,
    status: 200,
  }),
  'messages.send': op({
    method: 'POST',
    path: '/rooms/:room/messages',
    asker: 'app',
    scope: 'messages:write',
    summary: 'Say what happened, as the system; or, with `sender`, something as a bot of the room',
    input: inRoom.extend({
      text: Text,
      sender: UserId.optional(),
      clientId: ClientId.optional(),
      data: Data.optional(),
      replyTo: MessageId.optional(),
      thread: MessageId.optional(),
      inRoom: z.literal(true).optional(),
      mentions: Mentions.optional(),
      silent: z.literal(true).optional(),
    }),
    output: Message,
    status: [201, 200],
  }),
  'messages.update': op({
    method: 'PATCH',
    path: '/rooms/:room/messages/:message',
    asker: 'app',
    scope: 'messages:write',
    summary: 'Edit what the system or a bot said; with `version`, only if that is what it still is',
    input: ofMessage.extend({
      text: Text.optional(),
      data: Data.optional(),
      mentions: Mentions.optional(),
      version: z.int().min(1).optional(),
    }),
    output: Message,
    status: 200,
  }),
  'messages.delete': op({
    method: 'DELETE',
    path: '/rooms/:room/messages/:message',
    asker: 'app',
    scope: 'messages:write',
    summary: 'Delete a message, whoever said it: its place stays, its text goes',
    input: ofMessage,
    output: nothing,
    status: 204,
  }),
} as const

export const MESSAGE_EVENTS = {
  'message.created': event(
    'message.created',
    { message: Message, root: ThreadRoot.optional() },
    '`root`: that of the thread in which it was said.',
  ),
  'message.updated': event(
    'message.updated',
    { message: Message, root: ThreadRoot.optional() },
    'Edited, or back after it was deleted.',
  ),
  'message.deleted': event('message.deleted', {
    message: Message,
    by: Sender,
    root: ThreadRoot.optional(),
  }),
} as const
