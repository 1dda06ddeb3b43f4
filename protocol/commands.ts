import * as z from 'zod'
import {
  FEATURES,
  Invitation,
  Lobby,
  Member,
  Mention,
  Mentions,
  Message,
  MyRoom,
  NotifyLevel,
  Position,
  Preferences,
  Presence,
  Reaction,
  ReadReceipt,
  Role,
  Room,
  SearchHit,
  Seq,
  Thread,
  Time,
  User,
  Version,
} from './entities.ts'
import { Cursor, InvitationId, MessageId, RoomId, UserId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { op } from './op.ts'
import { Data, Emoji, Line, Name, Text } from './text.ts'

export const nothing = z.strictObject({})
export const inRoom = z.strictObject({ room: RoomId })
export const ofMember = z.strictObject({ room: RoomId, user: UserId })
export const ofMessage = z.strictObject({ room: RoomId, message: MessageId })
const ofEmoji = ofMessage.extend({ emoji: Emoji })
export const Limit = z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageDefault)
/** Where the page before this one ended: its `next`, or the id of its last. */
const Next = z.string().min(1).max(LIMITS.afterLength)
const after = (pattern: RegExp) =>
  Next.regex(pattern, 'must be the next of another page of this list')
    .describe('The `next` of the page before this one.')
    .optional()
export const After = Next.describe('The `next` of the page before this one.').optional()
const AfterMoving = after(/^\d{1,16}_\d{1,16}_[a-z]+_[0-9a-z]{26}_?(?:[0-9a-z]{10})*$/)
const AfterReaction = after(/^\S+ \S+$/)
const AfterFound = after(/^-?\d{1,16}(?:_-?\d{1,16}){2}(?:(?:_-?\d{1,16}){4})?$/)
export const settings = {
  topic: Line(LIMITS.topicLength).optional(),
  data: Data.optional(),
  readOnly: z.boolean().optional(),
  history: z.enum(['all', 'joined']).optional(),
  features: z
    .strictObject(
      Object.fromEntries(FEATURES.map((name) => [name, z.boolean().optional()])) as {
        [F in (typeof FEATURES)[number]]: z.ZodOptional<z.ZodBoolean>
      },
    )
    .meta({
      id: 'FeatureSwitches',
      description:
        'What is named is turned on or off; the rest stays, or is that of the room’s type.',
    })
    .optional(),
}
const ONE_OF_THREE = 'Of `before`, `after` and `around` at most one.'
const Shown = z.enum(['online', 'away', 'invisible'])
export const ClientId = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 visible ASCII characters')

/**
 * Every command, once: REST routes, socket commands and validation all come from this table. The
 * fields of a path, a query and a body are one input.
 */
export const COMMANDS = {
  'guests.create': op({
    method: 'POST',
    path: '/guests',
    asker: 'anyone',
    summary: 'Come in with a name alone, where the operator allows it',
    input: z.strictObject({ name: Name }),
    output: z.object({ token: z.string(), user: User }),
    status: 201,
  }),
  'lobby.get': op({
    method: 'GET',
    path: '/lobby',
    asker: 'anyone',
    cost: 0.1,
    summary: 'Which room the lobby is: a public room that is there from the first start on',
    input: nothing,
    output: Lobby,
    status: 200,
  }),
  'me.get': op({
    method: 'GET',
    path: '/me',
    asker: 'user',
    summary: 'Who I am',
    input: nothing,
    output: User,
    status: 200,
  }),
  'me.update': op({
    method: 'PATCH',
    path: '/me',
    asker: 'user',
    summary: 'Change my name (a guest’s; an app’s user is named by the app)',
    input: z.strictObject({ name: Name }),
    output: User,
    status: 200,
  }),
  'users.list': op({
    method: 'GET',
    path: '/users',
    asker: 'user',
    each: 0.1,
    summary: 'Of these users those who are in a room with me, and myself',
    input: z.strictObject({ id: z.array(UserId).min(1).max(LIMITS.idsPerCommand) }),
    output: z.object({ users: z.array(User) }),
    status: 200,
  }),
  'tickets.create': op({
    method: 'POST',
    path: '/tickets',
    asker: 'user',
    summary: 'A word to open one event stream or socket with: one use, 30 seconds',
    input: nothing,
    output: z.object({ ticket: z.string(), expiresAt: Time }),
    status: 201,
  }),
  'rooms.create': op({
    method: 'POST',
    path: '/rooms',
    asker: 'user',
    summary: 'Make a room; a dm of the same two people is always the same room',
    once: true,
    input: z.discriminatedUnion('type', [
      z.strictObject({
        type: z.enum(['group', 'public', 'announcement']),
        name: Name,
        ...settings,
        members: z.array(UserId).max(LIMITS.membersPerCommand).optional(),
      }),
      z.strictObject({
        type: z.literal('dm'),
        members: z.array(UserId).length(1, 'must name exactly one other user'),
        data: Data.optional(),
      }),
    ]),
    output: Room,
    status: [201, 200],
  }),
  'rooms.list': op({
    method: 'GET',
    path: '/rooms',
    asker: 'user',
    each: 0.05,
    summary:
      'My rooms, the latest active first; with `id`, those of these; with `type`, those that anyone may join',
    input: z
      .strictObject({
        type: z.enum(['public', 'announcement']).optional(),
        id: z
          .array(RoomId)
          .min(1)
          .max(LIMITS.idsPerCommand)
          .describe('Neither with `type` nor with `after`.')
          .optional(),
        after: After,
        limit: z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageMax),
      })
      .refine(({ id, type, after }) => id === undefined || (type ?? after) === undefined, {
        message: 'may have neither type nor after beside id',
      }),
    output: z.object({
      rooms: z.array(z.union([MyRoom, Room])),
      cursor: Cursor,
      next: z.string().optional(),
    }),
    status: 200,
  }),
  'rooms.get': op({
    method: 'GET',
    path: '/rooms/:room',
    asker: 'user',
    summary: 'A room that I am in, or may join',
    input: inRoom,
    output: Room,
    status: 200,
  }),
  'rooms.update': op({
    method: 'PATCH',
    path: '/rooms/:room',
    asker: 'user',
    summary: 'Change a room: only what is named changes; an empty topic is none',
    input: z.strictObject({
      room: RoomId,
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
    asker: 'user',
    summary: 'Delete a room and everything said in it',
    once: true,
    input: inRoom,
    output: nothing,
    status: 204,
  }),
  'members.list': op({
    method: 'GET',
    path: '/rooms/:room/members',
    asker: 'user',
    summary: 'Who is in the room, by id; the next page is `after` the last id',
    input: z.strictObject({
      room: RoomId,
      after: UserId.optional(),
      limit: z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageMax),
    }),
    output: z.object({ members: z.array(Member) }),
    status: 200,
  }),
  'members.join': op({
    method: 'PUT',
    path: '/rooms/:room/members/me',
    asker: 'user',
    summary: 'Join a public or announcement room',
    input: inRoom,
    output: Member,
    status: 200,
  }),
  'members.leave': op({
    method: 'DELETE',
    path: '/rooms/:room/members/me',
    asker: 'user',
    summary: 'Leave a room',
    once: true,
    input: inRoom,
    output: nothing,
    status: 204,
  }),
  'members.add': op({
    method: 'PUT',
    path: '/rooms/:room/members/:user',
    asker: 'user',
    summary: 'Add somebody to a room',
    input: ofMember,
    output: Member,
    status: 200,
  }),
  'members.update': op({
    method: 'PATCH',
    path: '/rooms/:room/members/:user',
    asker: 'user',
    summary: 'Give a member another role',
    input: z.strictObject({ room: RoomId, user: UserId, role: Role }),
    output: Member,
    status: 200,
  }),
  'members.remove': op({
    method: 'DELETE',
    path: '/rooms/:room/members/:user',
    asker: 'user',
    summary: 'Remove somebody from a room',
    once: true,
    input: ofMember,
    output: nothing,
    status: 204,
  }),
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
  'messages.search': op({
    method: 'GET',
    path: '/search',
    asker: 'user',
    summary: 'Messages that I may see, by words, "phrases", from:, in:, before:, after:',
    cost: 4,
    input: z.strictObject({
      q: z.string().min(1).max(LIMITS.searchLength),
      order: z.enum(['date', 'rank']).default('date'),
      after: AfterFound,
      limit: Limit,
    }),
    output: z.object({ found: z.array(SearchHit), next: z.string().optional() }),
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
  'receipts.markRead': op({
    method: 'PUT',
    path: '/rooms/:room/read',
    asker: 'user',
    summary: 'I have read up to this seq',
    input: z.strictObject({ room: RoomId, seq: Seq }),
    output: z.object({ readSeq: Position, unread: z.int().min(0) }),
    status: 200,
  }),
  'receipts.markAllRead': op({
    method: 'PUT',
    path: '/read',
    asker: 'user',
    summary: 'I have read everything, in all my rooms; says in how many there was something',
    input: nothing,
    output: z.object({ rooms: z.int().min(0) }),
    status: 200,
  }),
  'receipts.markUnread': op({
    method: 'PUT',
    path: '/rooms/:room/unread',
    asker: 'user',
    summary: 'I want to see the room as unread from this seq on, until I read it',
    input: z.strictObject({ room: RoomId, seq: Seq }),
    output: z.object({ unreadFrom: Seq, unread: z.int().min(0) }),
    status: 200,
  }),
  'receipts.markDelivered': op({
    method: 'PUT',
    path: '/rooms/:room/delivered',
    asker: 'user',
    summary: 'I have received everything up to this seq',
    input: z.strictObject({ room: RoomId, seq: Seq }),
    output: z.object({ deliveredSeq: Position }),
    status: 200,
  }),
  'receipts.list': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message/seen',
    asker: 'user',
    summary: 'Who has seen a message, and when',
    input: ofMessage.extend({ after: UserId.optional(), limit: Limit }),
    output: z.object({ seen: z.array(ReadReceipt) }),
    status: 200,
  }),
  'receipts.markThreadRead': op({
    method: 'PUT',
    path: '/rooms/:room/threads/:message/read',
    asker: 'user',
    summary: 'I have read this thread up to this seq',
    input: ofMessage.extend({ seq: Seq }),
    output: z.object({ readSeq: Position, unread: z.int().min(0) }),
    status: 200,
  }),
  'threads.list': op({
    method: 'GET',
    path: '/threads',
    asker: 'user',
    summary: 'Threads that I follow, the latest active first',
    input: z.strictObject({ after: AfterMoving, limit: Limit }),
    output: z.object({ threads: z.array(Thread), next: z.string().optional() }),
    status: 200,
  }),
  'threads.get': op({
    method: 'GET',
    path: '/rooms/:room/threads/:message',
    asker: 'user',
    summary: 'A thread as I see it, by its root',
    input: ofMessage,
    output: Thread,
    status: 200,
  }),
  'threads.follow': op({
    method: 'PUT',
    path: '/rooms/:room/threads/:message/follow',
    asker: 'user',
    summary: 'Follow a thread',
    input: ofMessage,
    output: Thread,
    status: 200,
  }),
  'threads.unfollow': op({
    method: 'DELETE',
    path: '/rooms/:room/threads/:message/follow',
    asker: 'user',
    summary: 'Follow a thread no longer',
    input: ofMessage,
    output: nothing,
    status: 204,
  }),
  'reactions.add': op({
    method: 'PUT',
    path: '/rooms/:room/messages/:message/reactions/:emoji',
    asker: 'user',
    summary: 'React to a message; the same again changes nothing',
    input: ofEmoji,
    output: Message,
    status: 200,
  }),
  'reactions.remove': op({
    method: 'DELETE',
    path: '/rooms/:room/messages/:message/reactions/:emoji',
    asker: 'user',
    summary: 'Take a reaction back',
    input: ofEmoji,
    output: nothing,
    status: 204,
  }),
  'reactions.list': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message/reactions',
    asker: 'user',
    summary: 'Who reacted, by emoji and user; the next page is `after` its `next`',
    input: ofMessage.extend({ emoji: Emoji.optional(), after: AfterReaction, limit: Limit }),
    output: z.object({ reactions: z.array(Reaction), next: z.string().optional() }),
    status: 200,
  }),
  'mentions.list': op({
    method: 'GET',
    path: '/mentions',
    asker: 'user',
    summary: 'Messages that name me, the latest first',
    input: z.strictObject({ after: After, limit: Limit }),
    output: z.object({ mentions: z.array(Mention), next: z.string().optional() }),
    status: 200,
  }),
  'pins.list': op({
    method: 'GET',
    path: '/rooms/:room/pins',
    asker: 'user',
    summary: 'What is pinned in a room, the latest pinned first',
    input: inRoom,
    output: z.object({ messages: z.array(Message) }),
    status: 200,
  }),
  'pins.add': op({
    method: 'PUT',
    path: '/rooms/:room/pins/:message',
    asker: 'user',
    summary: 'Pin a message',
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
  'preferences.update': op({
    method: 'PATCH',
    path: '/rooms/:room/preferences',
    asker: 'user',
    summary: 'My own way with a room: only what is named changes, null takes it away',
    input: z.strictObject({
      room: RoomId,
      notify: NotifyLevel.optional(),
      mutedUntil: Time.nullable().optional(),
      favourite: z.boolean().optional(),
      position: z.int().min(0).max(1_000_000).nullable().optional(),
      receipts: z.enum(['public', 'private']).optional(),
    }),
    output: Preferences,
    status: 200,
  }),
  'invitations.create': op({
    method: 'POST',
    path: '/rooms/:room/invitations',
    asker: 'user',
    summary:
      'A way into a room: for one person, or a code for whoever has it. The code is said once',
    once: true,
    input: z.strictObject({
      room: RoomId,
      user: UserId.optional(),
      maxUses: z.int().min(1).max(100_000).optional(),
      seconds: z
        .int()
        .min(1)
        .max(365 * 24 * 3600)
        .optional(),
    }),
    output: Invitation.extend({ code: z.string().optional() }),
    status: 201,
  }),
  'invitations.list': op({
    method: 'GET',
    path: '/rooms/:room/invitations',
    asker: 'user',
    summary: 'The ways into a room that there are',
    input: inRoom,
    output: z.object({ invitations: z.array(Invitation) }),
    status: 200,
  }),
  'invitations.listMine': op({
    method: 'GET',
    path: '/invitations',
    asker: 'user',
    summary: 'Rooms that I am invited to',
    input: nothing,
    output: z.object({ invitations: z.array(Invitation) }),
    status: 200,
  }),
  'invitations.get': op({
    method: 'GET',
    path: '/invitations/:invitation',
    asker: 'user',
    summary: 'An invitation of mine, or into a room whose staff I am',
    input: z.strictObject({ invitation: InvitationId }),
    output: Invitation,
    status: 200,
  }),
  'invitations.accept': op({
    method: 'POST',
    path: '/invitations/accept',
    asker: 'user',
    summary: 'Join by a code, or by an invitation of my own; again, it changes nothing',
    once: true,
    input: z
      .strictObject({
        code: z.string().min(1).max(64).optional(),
        invitation: InvitationId.optional(),
      })
      .refine(({ code, invitation }) => (code === undefined) !== (invitation === undefined), {
        message: 'must have either code or invitation',
      })
      .meta({ minProperties: 1, maxProperties: 1 }),
    output: z.object({ room: Room, member: Member }),
    status: 200,
  }),
  'invitations.delete': op({
    method: 'DELETE',
    path: '/invitations/:invitation',
    asker: 'user',
    summary: 'Take an invitation back, or decline one’s own',
    input: z.strictObject({ invitation: InvitationId }),
    output: nothing,
    status: 204,
  }),
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
  'presence.update': op({
    method: 'PUT',
    path: '/me/presence',
    asker: 'user',
    summary:
      'How I want to be seen while I am here, and a line about myself; what is left out stays',
    input: z.strictObject({
      state: Shown.optional(),
      status: Line(LIMITS.statusLength).optional(),
    }),
    output: z.object({ state: Shown, status: z.string().optional() }),
    status: 200,
  }),
  'presence.list': op({
    method: 'GET',
    path: '/rooms/:room/presence',
    asker: 'user',
    summary: 'Who of the room is there, and when the others last were',
    input: inRoom,
    output: z.object({ presence: z.array(Presence) }),
    status: 200,
  }),
} as const

export type CommandName = keyof typeof COMMANDS
export type Input<N extends CommandName> = Readonly<z.output<(typeof COMMANDS)[N]['input']>>
export type Output<N extends CommandName> = Readonly<z.output<(typeof COMMANDS)[N]['output']>>

export const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)
