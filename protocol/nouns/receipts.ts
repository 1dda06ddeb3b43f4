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

export const ReadReceipt = z
  .object({ user: Sender, at: Time })
  .meta({ id: 'ReadReceipt', description: 'Somebody read as far as a message, and when first.' })

export type ReadReceipt = Readonly<z.infer<typeof ReadReceipt>>

const receipt = { room: RoomId, user: Sender }

export const RECEIPT_COMMANDS = {
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
} as const

export const RECEIPT_APP_COMMANDS = {
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
} as const

export const RECEIPT_EVENTS = {
  'receipt.read': event('receipt.read', { ...receipt, readSeq: Position }),
  'receipt.delivered': event('receipt.delivered', { ...receipt, deliveredSeq: Position }),
} as const
