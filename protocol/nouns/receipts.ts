import * as z from 'zod'
import { RoomId, UserId } from '../ids.ts'
import { op } from '../op.ts'
import { event } from './event.ts'
import {
  count,
  Limit,
  nothing,
  ofMember,
  ofMessage,
  Position,
  Sender,
  Seq,
  Time,
} from './shared.ts'
import { ofUser } from './users.ts'

export const ReadReceipt = z.object({ user: Sender, at: Time }).meta({
  id: 'ReadReceipt',
  description: 'A user who has read a message, and when they first had.',
})

export type ReadReceipt = Readonly<z.infer<typeof ReadReceipt>>

const receipt = { room: RoomId, user: Sender }

export const RECEIPT_COMMANDS = {
  'receipts.markRead': op({
    method: 'PUT',
    path: '/rooms/:room/read',
    asker: 'user',
    summary: 'Mark a room as read up to a seq',
    spends: ['eventsPerDay'],
    input: z.strictObject({ room: RoomId, seq: Seq }),
    output: z.object({ readSeq: Position, unread: z.int().min(0) }),
    status: 200,
  }),
  'receipts.markAllRead': op({
    method: 'PUT',
    path: '/read',
    asker: 'user',
    summary:
      'Mark all rooms of the caller as read; the answer is the number of rooms that had something unread',
    spends: ['eventsPerDay'],
    input: nothing,
    output: z.object({ rooms: z.int().min(0) }),
    status: 200,
  }),
  'receipts.markUnread': op({
    method: 'PUT',
    path: '/rooms/:room/unread',
    asker: 'user',
    summary: 'Mark a room as unread from a seq on, for the caller only, until the next read',
    spends: ['eventsPerDay'],
    input: z.strictObject({ room: RoomId, seq: Seq }),
    output: z.object({ unreadFrom: Seq, unread: z.int().min(0) }),
    status: 200,
  }),
  'receipts.markDelivered': op({
    method: 'PUT',
    path: '/rooms/:room/delivered',
    asker: 'user',
    summary: 'Mark a room as delivered up to a seq',
    spends: ['eventsPerDay'],
    input: z.strictObject({ room: RoomId, seq: Seq }),
    output: z.object({ deliveredSeq: Position }),
    status: 200,
  }),
  'receipts.list': op({
    method: 'GET',
    path: '/rooms/:room/messages/:message/seen',
    asker: 'user',
    summary: 'List the members who have read a message, and when',
    input: ofMessage.extend({ after: UserId.optional(), limit: Limit }),
    output: z.object({ seen: z.array(ReadReceipt) }),
    status: 200,
  }),
  'receipts.markThreadRead': op({
    method: 'PUT',
    path: '/rooms/:room/threads/:message/read',
    asker: 'user',
    summary: 'Mark a thread as read up to a seq',
    spends: ['eventsPerDay'],
    input: ofMessage.extend({ seq: Seq }),
    output: z.object({ readSeq: Position, unread: z.int().min(0) }),
    status: 200,
  }),
} as const

export const RECEIPT_APP_COMMANDS = {
  'receipts.markRead': op({
    method: 'PUT',
    path: '/rooms/:room/members/:user/read',
    asker: 'app',
    scope: 'messages:write',
    summary: 'Mark a room as read for a member, up to a seq or to the end',
    input: ofMember.extend({ seq: Seq.optional() }),
    output: z.object({ readSeq: Position, unread: count }),
    status: 200,
  }),
  'receipts.markAllRead': op({
    method: 'PUT',
    path: '/users/:user/read',
    asker: 'app',
    scope: 'messages:write',
    summary:
      'Mark all rooms of a user as read; the answer is the number of rooms that had something unread',
    input: ofUser,
    output: z.object({ rooms: count }),
    status: 200,
  }),
} as const

export const RECEIPT_EVENTS = {
  'receipt.read': event(
    'receipt.read',
    { ...receipt, readSeq: Position },
    'The read pointer of a member moved.',
  ),
  'receipt.delivered': event(
    'receipt.delivered',
    { ...receipt, deliveredSeq: Position },
    'The delivered pointer of a member moved.',
  ),
} as const
