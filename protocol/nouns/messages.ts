import * as z from 'zod'
import { Cursor, MessageId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Data, Text } from '../text.ts'
import { event } from './event.ts'
import { Mentions, Message, ThreadRoot } from './message.ts'
import { ExpiresIn } from './retention.ts'
import { inRoom, Limit, nothing, ofMessage, Position, Sender, Seq, Time } from './shared.ts'

export const Version = z
  .object({
    version: z.int().min(1),
    text: z.string(),
    data: Data.optional(),
    at: Time,
  })
  .meta({ id: 'Version', description: 'An earlier version of a message.' })

export type Version = Readonly<z.infer<typeof Version>>

const ONE_OF_THREE = 'Use at most one of `before`, `after` and `around`.'

export const ClientId = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 visible ASCII characters')

/** The job searches the whole room, in strides that other writes wait for. */
const DELETE_ALL_COST = 30
/** The job looks in all rooms of the user. */
const SERVER_DELETE_ALL_COST = 50

export const MESSAGE_COMMANDS = {
  'messages.send': op({
    method: 'POST',
    path: '/rooms/:room/messages',
    asker: 'user',
    summary: 'Send a message; the same clientId returns the same message',
    indexed: true,
    spends: ['textBytesPerDay', 'eventsPerDay'],
    input: z.strictObject({
      room: RoomId,
      text: Text,
      clientId: ClientId.optional(),
      data: Data.optional(),
      /** The message that this one answers and quotes. */
      replyTo: MessageId.optional(),
      /** The root of the thread to which the message belongs. With `inRoom` it is in the room's history, too. */
      thread: MessageId.optional(),
      inRoom: z.literal(true).optional(),
      mentions: Mentions.optional(),
      silent: z.literal(true).optional(),
      /** A system message, which only the staff can send. */
      system: z.literal(true).optional(),
      expiresIn: ExpiresIn.optional(),
    }),
    output: Message,
    status: [201, 200],
  }),
  'messages.get': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message',
    asker: 'user',
    summary: 'Get a message',
    input: ofMessage,
    output: Message,
    status: 200,
  }),
  'messages.find': op({
    method: 'GET',
    path: '/messages/:message',
    asker: 'user',
    summary: 'Get a message from any room of the caller, by its id alone',
    input: z.strictObject({ message: MessageId }),
    output: Message,
    status: 200,
  }),
  'messages.update': op({
    method: 'PATCH',
    path: '/rooms/:room/messages/:message',
    asker: 'user',
    summary: 'Edit a message of the caller; with `version`, only if it is still that version',
    indexed: true,
    spends: ['textBytesPerDay', 'eventsPerDay'],
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
    summary: 'Delete a message; its id and seq stay, and its text is erased',
    input: ofMessage,
    output: nothing,
    status: 204,
  }),
  'messages.deleteAll': op({
    method: 'DELETE',
    path: '/rooms/:room/members/:user/messages',
    asker: 'user',
    cost: DELETE_ALL_COST,
    spends: ['eventsPerDay'],
    summary:
      'Delete all messages of a member or former member in a room. A job begins at once; each deletion is an event',
    input: inRoom.extend({ user: UserId }),
    output: nothing,
    status: 204,
  }),
  'serverMessages.deleteAll': op({
    method: 'DELETE',
    path: '/users/:user/messages',
    asker: 'user',
    cost: SERVER_DELETE_ALL_COST,
    spends: ['eventsPerDay'],
    summary:
      'Delete all messages of a user in all rooms. A job begins at once; each deletion is an event',
    input: z.strictObject({ user: UserId }),
    output: nothing,
    status: 204,
  }),
  'messages.restore': op({
    method: 'POST',
    path: '/rooms/:room/messages/:message/restore',
    asker: 'user',
    cost: 5,
    summary: 'Restore a message that the caller deleted, within a minute',
    spends: ['eventsPerDay'],
    input: ofMessage,
    output: Message,
    status: 200,
  }),
  'messages.listVersions': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message/versions',
    asker: 'user',
    summary:
      'List the earlier versions of a message, oldest first; the next page is `after` a version',
    input: ofMessage.extend({ after: Position.optional(), limit: Limit }),
    output: z.object({ versions: z.array(Version) }),
    status: 200,
  }),
  'messages.list': op({
    method: 'GET',
    path: '/rooms/:room/messages',
    asker: 'user',
    summary:
      'List a page of messages, oldest first: the latest, or those before, after or around a seq',
    input: z
      .strictObject({
        room: RoomId,
        before: Seq.optional().describe(ONE_OF_THREE),
        after: Position.optional().describe(ONE_OF_THREE),
        around: Seq.optional().describe(ONE_OF_THREE),
        /** List the replies of this thread instead of the room's messages. */
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
    summary:
      'List the unread messages of a room, oldest first; the next page is `after` the last seq',
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
    summary: 'List a page of messages, oldest first: the latest, or those before or after a seq',
    input: inRoom
      .extend({
        before: Seq.optional().describe('Cannot be combined with `after`.'),
        after: Position.optional().describe('Cannot be combined with `before`.'),
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
    summary: 'Get a message',
    input: ofMessage,
    output: Message,
    status: 200,
  }),
  'messages.send': op({
    method: 'POST',
    path: '/rooms/:room/messages',
    asker: 'app',
    scope: 'messages:write',
    summary: 'Send a message as the system or, with `sender`, as a bot of the room',
    input: inRoom.extend({
      text: Text,
      sender: UserId.optional(),
      clientId: ClientId.optional(),
      data: Data.optional(),
      replyTo: MessageId.optional(),
      thread: MessageId.optional(),
      inRoom: z.literal(true).optional(),
      expiresIn: ExpiresIn.optional(),
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
    summary:
      'Edit a message of the system or of a bot; with `version`, only if it is still that version',
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
    summary: 'Delete a message of any sender; its id and seq stay, and its text is erased',
    input: ofMessage,
    output: nothing,
    status: 204,
  }),
  'messages.deleteAll': op({
    method: 'DELETE',
    path: '/users/:user/messages',
    asker: 'app',
    scope: 'messages:write',
    summary:
      'Delete all messages of a user, in a room or, without `room`, in all rooms. A job begins at once',
    input: z.strictObject({ user: UserId, room: RoomId.optional() }),
    output: nothing,
    status: 204,
  }),
} as const

export const MESSAGE_EVENTS = {
  'message.created': event(
    'message.created',
    { message: Message, root: ThreadRoot.optional() },
    'A message was sent. `root`: the root of its thread.',
  ),
  'message.updated': event(
    'message.updated',
    { message: Message, root: ThreadRoot.optional() },
    'A message was edited, or restored after its deletion.',
  ),
  'message.deleted': event(
    'message.deleted',
    { message: Message, by: Sender, root: ThreadRoot.optional() },
    'A message was deleted.',
  ),
} as const
