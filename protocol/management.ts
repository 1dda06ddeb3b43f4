import * as z from 'zod'
import {
  After,
  ClientId,
  inRoom,
  Limit,
  nothing,
  ofMember,
  ofMessage,
  settings,
} from './commands.ts'
import {
  Key,
  Member,
  Mentions,
  Message,
  MyRoom,
  Position,
  Role,
  Room,
  Scope,
  Seq,
  Time,
  User,
} from './entities.ts'
import { Problem } from './frames.ts'
import { KeyId, MessageId, NOT_RESERVED, UserId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { op } from './op.ts'
import { Data, Name, Text } from './text.ts'

const ofUser = z.strictObject({ user: UserId })
const AppUserId = UserId.regex(
  NOT_RESERVED,
  'must not be one of parlance, me, . and .., or begin with guest_',
)
const RoomKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters')
const count = z.int().min(0)
const Pages = { after: After, limit: Limit }

/** One of many: what a command of this table would take by itself. */
const Command = z.strictObject({
  name: z.string().max(64),
  input: z.record(z.string(), z.unknown()).default({}),
})
const Outcome = z.union([
  z.object({ status: z.int(), result: z.unknown() }),
  z.object({
    status: z.int(),
    error: Problem,
  }),
])

/**
 * What the app's backend may do, on a port of its own and with a key: every room and every user is
 * its own to manage. What it changes is received like everything else.
 */
export const MANAGEMENT = {
  'users.create': op({
    method: 'POST',
    path: '/users',
    asker: 'app',
    scope: 'users:write',
    summary: 'Make a user, before their first token; one that is there is given back as it is',
    input: z.strictObject({
      id: AppUserId,
      name: Name,
      kind: z.enum(['person', 'bot']).default('person'),
      info: Data.optional(),
    }),
    output: User,
    status: [201, 200],
  }),
  'users.list': op({
    method: 'GET',
    path: '/users',
    asker: 'app',
    scope: 'users:read',
    summary: 'Users by id, without those that were deleted',
    input: z.strictObject({ after: UserId.optional(), limit: Limit }),
    output: z.object({ users: z.array(User), next: UserId.optional() }),
    status: 200,
  }),
  'users.get': op({
    method: 'GET',
    path: '/users/:user',
    asker: 'app',
    scope: 'users:read',
    summary: 'A user; of one that was deleted, that it was',
    input: ofUser,
    output: User,
    status: 200,
  }),
  'users.update': op({
    method: 'PATCH',
    path: '/users/:user',
    asker: 'app',
    scope: 'users:write',
    summary: 'Change a name or info; tokens that were issued before do not change them back',
    input: ofUser.extend({ name: Name.optional(), info: Data.nullable().optional() }),
    output: User,
    status: 200,
  }),
  'users.delete': op({
    method: 'DELETE',
    path: '/users/:user',
    asker: 'app',
    scope: 'users:write',
    summary: 'Delete a user for good; with `messages` everything that they said, too',
    once: true,
    input: ofUser.extend({ messages: z.boolean().default(false) }),
    output: nothing,
    status: 204,
  }),
  'rooms.create': op({
    method: 'POST',
    path: '/rooms',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Make a room; the same `key`, or the same two people of a dm, give the same room back',
    once: true,
    input: z.discriminatedUnion('type', [
      z.strictObject({
        type: z.enum(['group', 'public', 'announcement']),
        name: Name,
        ...settings,
        /** The app's own word for it. */
        key: RoomKey.optional(),
        members: z
          .array(z.strictObject({ user: UserId, role: Role.default('member') }))
          .max(LIMITS.membersPerCommand)
          .default([]),
      }),
      z.strictObject({
        type: z.literal('dm'),
        members: z
          .array(z.strictObject({ user: UserId }))
          .length(2, 'must name exactly two users')
          .refine(([a, b]) => a?.user !== b?.user, 'must name two different users')
          .meta({ uniqueItems: true }),
        data: Data.optional(),
      }),
    ]),
    output: Room,
    status: [201, 200],
  }),
  'rooms.list': op({
    method: 'GET',
    path: '/rooms',
    asker: 'app',
    scope: 'rooms:read',
    summary:
      'Rooms, the newest first; with `user` theirs as they see them, the latest active first',
    input: z.strictObject({ user: UserId.optional(), ...Pages }),
    output: z.object({ rooms: z.array(z.union([MyRoom, Room])), next: z.string().optional() }),
    status: 200,
  }),
  'rooms.get': op({
    method: 'GET',
    path: '/rooms/:room',
    asker: 'app',
    scope: 'rooms:read',
    summary: 'A room',
    input: inRoom,
    output: Room,
    status: 200,
  }),
  'rooms.update': op({
    method: 'PATCH',
    path: '/rooms/:room',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Change a room: only what is named changes; an empty topic is none',
    input: inRoom.extend({
      name: Name.optional(),
      archived: z.boolean().optional(),
      ...settings,
    }),
    output: Room,
    status: 200,
  }),
  'rooms.delete': op({
    method: 'DELETE',
    path: '/rooms/:room',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Delete a room and everything said in it',
    once: true,
    input: inRoom,
    output: nothing,
    status: 204,
  }),
  'members.list': op({
    method: 'GET',
    path: '/rooms/:room/members',
    asker: 'app',
    scope: 'rooms:read',
    summary: 'Who is in a room, by id; the next page is `after` the last id',
    input: inRoom.extend({ after: UserId.optional(), limit: Limit }),
    output: z.object({ members: z.array(Member) }),
    status: 200,
  }),
  'members.add': op({
    method: 'PUT',
    path: '/rooms/:room/members/:user',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Add somebody to a room; who is there already gets the role, if one is named',
    input: ofMember.extend({ role: Role.optional() }),
    output: Member,
    status: 200,
  }),
  'members.update': op({
    method: 'PATCH',
    path: '/rooms/:room/members/:user',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Give a member another role',
    input: ofMember.extend({ role: Role }),
    output: Member,
    status: 200,
  }),
  'members.remove': op({
    method: 'DELETE',
    path: '/rooms/:room/members/:user',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Remove somebody from a room',
    once: true,
    input: ofMember,
    output: nothing,
    status: 204,
  }),
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
  'receipts.markRead': op({
    method: 'PUT',
    path: '/rooms/:room/members/:user/read',
    asker: 'app',
    scope: 'messages:write',
    summary: 'A member has read up to this seq, or all there is',
    input: ofMember.extend({ seq: Seq.optional() }),
    output: z.object({ readSeq: Position, unread: count }),
    status: 200,
  }),
  'receipts.markAllRead': op({
    method: 'PUT',
    path: '/users/:user/read',
    asker: 'app',
    scope: 'messages:write',
    summary: 'A user has read everything, in every room; answers in how many something was unread',
    input: ofUser,
    output: z.object({ rooms: count }),
    status: 200,
  }),
  'tokens.create': op({
    method: 'POST',
    path: '/tokens',
    asker: 'app',
    scope: 'tokens',
    summary: 'A token for a user who is there, to hand to their client',
    input: z.strictObject({
      user: UserId,
      seconds: z.int().min(1).max(LIMITS.tokenSeconds).default(3600),
    }),
    output: z.object({ token: z.string(), user: User, expiresAt: Time }),
    status: 201,
  }),
  'keys.create': op({
    method: 'POST',
    path: '/keys',
    asker: 'app',
    scope: 'keys',
    summary: 'Another key, for no more than this one is for. It is said once',
    once: true,
    input: z.strictObject({ name: Name, scopes: z.array(Scope).min(1) }),
    output: Key.extend({ key: z.string() }),
    status: 201,
  }),
  'keys.list': op({
    method: 'GET',
    path: '/keys',
    asker: 'app',
    scope: 'keys',
    summary: 'The keys that there are, but for the operator’s own',
    input: nothing,
    output: z.object({ keys: z.array(Key) }),
    status: 200,
  }),
  'keys.delete': op({
    method: 'DELETE',
    path: '/keys/:key',
    asker: 'app',
    scope: 'keys',
    summary: 'End a key, at once',
    once: true,
    input: z.strictObject({ key: KeyId }),
    output: nothing,
    status: 204,
  }),
  'statistics.get': op({
    method: 'GET',
    path: '/statistics',
    asker: 'app',
    scope: 'statistics',
    summary: 'How many there are of what',
    input: nothing,
    output: z.object({
      users: z.object({ person: count, guest: count, bot: count }),
      rooms: z.object({ dm: count, group: count, public: count, announcement: count }),
      /** Each user once for each room. */
      memberships: count,
      /** Every change there ever was. */
      events: count,
      /** Said within 24 hours. */
      messagesOfDay: count,
    }),
    status: 200,
  }),
  batch: op({
    method: 'POST',
    path: '/batch',
    asker: 'app',
    bodyBytes: LIMITS.batchBytes,
    bodyValues: LIMITS.batchValues,
    summary:
      'Many commands at once: `all` in their order, together or not at all; `each` for itself, in no order that is promised',
    once: true,
    input: z.strictObject({
      mode: z.enum(['all', 'each']),
      commands: z.array(Command).min(1).max(LIMITS.batchCommands),
    }),
    output: z.object({ results: z.array(Outcome) }),
    status: 200,
  }),
} as const

export type ManagementName = keyof typeof MANAGEMENT
/** What is a command by itself. */
export type AppCommandName = Exclude<ManagementName, 'batch'>
export type AppInput<N extends ManagementName> = Readonly<z.output<(typeof MANAGEMENT)[N]['input']>>
export type AppOutput<N extends ManagementName> = Readonly<
  z.output<(typeof MANAGEMENT)[N]['output']>
>

export const isAppCommand = (name: string): name is AppCommandName =>
  Object.hasOwn(MANAGEMENT, name) && name !== 'batch'

export type BatchInput = AppInput<'batch'>
export type BatchOutcome = AppOutput<'batch'>['results'][number]
