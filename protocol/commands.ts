import * as z from 'zod'
import { Member, Message, MyRoom, Position, Role, Room, Seq, Time, User } from './entities.ts'
import { Cursor, MessageId, RoomId, UserId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { op } from './op.ts'
import { Data, Name, Text } from './text.ts'

const nothing = z.strictObject({})
const inRoom = z.strictObject({ room: RoomId })
const ofMember = z.strictObject({ room: RoomId, user: UserId })
const ClientId = z.string().regex(/^[\x21-\x7e]{1,64}$/, 'is not 1 to 64 visible ASCII characters')

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
  'me.read': op({
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
    input: z.discriminatedUnion('type', [
      z.strictObject({
        type: z.enum(['group', 'public', 'announcement']),
        name: Name,
        data: Data.optional(),
        members: z.array(UserId).max(LIMITS.membersPerCommand).optional(),
      }),
      z.strictObject({
        type: z.literal('dm'),
        members: z.array(UserId).length(1, 'names the one other person'),
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
    summary: 'My rooms, the latest active first; with `type`, those that anyone may join',
    input: z.strictObject({ type: z.enum(['public', 'announcement']).optional() }),
    output: z.object({ rooms: z.array(z.union([MyRoom, Room])), cursor: Cursor }),
    status: 200,
  }),
  'rooms.read': op({
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
    summary: 'Rename a room, or replace its data',
    input: z.strictObject({ room: RoomId, name: Name.optional(), data: Data.optional() }),
    output: Room,
    status: 200,
  }),
  'rooms.delete': op({
    method: 'DELETE',
    path: '/rooms/:room',
    asker: 'user',
    summary: 'Delete a room and everything said in it',
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
    input: ofMember,
    output: nothing,
    status: 204,
  }),
  'messages.send': op({
    method: 'POST',
    path: '/rooms/:room/messages',
    asker: 'user',
    summary: 'Say something; the same clientId again gives the same message back',
    input: z.strictObject({
      room: RoomId,
      text: Text,
      clientId: ClientId.optional(),
      data: Data.optional(),
      replyTo: MessageId.optional(),
    }),
    output: Message,
    status: [201, 200],
  }),
  'messages.list': op({
    method: 'GET',
    path: '/rooms/:room/messages',
    asker: 'user',
    summary: 'A page of history, oldest first: the latest, or before, after or around a seq',
    input: z
      .strictObject({
        room: RoomId,
        before: Seq.optional(),
        after: Position.optional(),
        around: Seq.optional(),
        limit: z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageDefault),
      })
      .refine(
        (page) => [page.before, page.after, page.around].filter((s) => s !== undefined).length < 2,
        {
          message: 'takes one of before, after and around',
        },
      ),
    output: z.object({ messages: z.array(Message), seq: Position, cursor: Cursor }),
    status: 200,
  }),
  'receipts.read': op({
    method: 'PUT',
    path: '/rooms/:room/read',
    asker: 'user',
    summary: 'I have read up to this seq',
    input: z.strictObject({ room: RoomId, seq: Seq }),
    output: z.object({ readSeq: Position, unread: z.int().min(0) }),
    status: 200,
  }),
} as const

export type CommandName = keyof typeof COMMANDS
export type Input<N extends CommandName> = Readonly<z.output<(typeof COMMANDS)[N]['input']>>
export type Output<N extends CommandName> = Readonly<z.output<(typeof COMMANDS)[N]['output']>>

export const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)
