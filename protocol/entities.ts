import * as z from 'zod'
import { MessageId, RoomId, UserId } from './ids.ts'
import { Data, Name, Text } from './text.ts'

/** 1, 2, 3 … inside one log. */
export const Seq = z.int().min(1)
/** A place in a log: 0 is before everything. */
export const Position = z.int().min(0)
/** RFC 3339 in UTC. */
export const Time = z.iso.datetime()

export const UserKind = z.enum(['person', 'guest', 'bot'])
export type UserKind = z.infer<typeof UserKind>

/** `info`: the claims of the app's token that Parlance itself does not use. */
export const User = z.object({
  id: UserId,
  name: Name,
  kind: UserKind,
  info: Data.optional(),
  createdAt: Time,
})
export type User = Readonly<z.infer<typeof User>>

/** Who somebody is, where more is not needed. */
export const Sender = z.object({ id: UserId, name: Name })
export type Sender = Readonly<z.infer<typeof Sender>>

export const RoomType = z.enum(['dm', 'group', 'public', 'announcement'])
export type RoomType = z.infer<typeof RoomType>

/** From the most to the least. */
export const ROLES = ['owner', 'admin', 'moderator', 'member'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

/** `seq` is the room's last. A dm has no name of its own: clients show the other's. */
export const Room = z.object({
  id: RoomId,
  type: RoomType,
  name: Name.optional(),
  data: Data.optional(),
  seq: Position,
  createdAt: Time,
})
export type Room = Readonly<z.infer<typeof Room>>

export const Member = z.object({
  user: Sender.extend({ kind: UserKind }),
  role: Role,
  /** How far the member has read: the seq of a message, or 0. */
  readSeq: Position,
  joinedAt: Time,
})
export type Member = Readonly<z.infer<typeof Member>>

/** `seq` is that of the event that created it. A deleted message keeps its place and no text. */
export const Message = z.object({
  id: MessageId,
  room: RoomId,
  seq: Seq,
  sender: Sender,
  text: Text,
  data: Data.optional(),
  replyTo: MessageId.optional(),
  clientId: z.string().optional(),
  createdAt: Time,
  deletedAt: Time.optional(),
})
export type Message = Readonly<z.infer<typeof Message>>

/** A room as one of its members sees it: my role, how far I read, and what that leaves unread. */
export const MyRoom = Room.extend({
  role: Role,
  readSeq: Position,
  unread: z.int().min(0),
  lastMessage: Message.optional(),
})
export type MyRoom = Readonly<z.infer<typeof MyRoom>>
