import * as z from 'zod'
import {
  Invitation,
  Member,
  Message,
  MessageRef,
  Position,
  Preferences,
  PresenceState,
  ReactionSummary,
  Replies,
  Room,
  Sender,
  Seq,
  Time,
  User,
} from './entities.ts'
import { Cursor, InvitationId, Log, MessageId, RoomId } from './ids.ts'
import { Emoji } from './text.ts'

/** `message.created` is `MessageCreated` where a type has a name. */
const pascal = (type: string): string =>
  type.replace(/(?:^|\.)(\w)/g, (_, letter) => letter.toUpperCase())

const event = <T extends string, S extends z.ZodRawShape>(
  type: T,
  shape: S,
  description?: string,
) =>
  z
    .object({
      type: z.literal(type),
      log: Log.describe('Whose log this is an entry of.'),
      seq: Seq,
      cursor: Cursor.describe('Everything up to here, over all logs: give it back to resume.'),
      at: Time,
      ...shape,
    })
    .meta({ id: pascal(type), ...(description && { description }) })

export const Root = MessageRef.extend({ replies: Replies }).meta({
  id: 'ThreadRoot',
  description: 'The root of a thread, and what is below it now.',
})
const reaction = {
  message: MessageRef,
  emoji: Emoji,
  user: Sender,
  reactions: z.array(ReactionSummary).describe('All there are on the message now.'),
}
const receipt = { room: RoomId, user: Sender }

/**
 * Everything durable that a listener can hear, the same on every door. What a replay tells of a thing
 * is how that is now: applied to a snapshot in their order, events lead to the next snapshot.
 */
export const EVENTS = {
  // In a room's log.
  'room.created': event('room.created', { room: Room, by: Sender }),
  'room.updated': event('room.updated', { room: Room, by: Sender }),
  'room.deleted': event('room.deleted', { by: Sender }, 'The last entry of its log.'),
  'member.joined': event(
    'member.joined',
    { member: Member, room: Room, by: Sender },
    '`room` is there for the one who joined and does not know it yet.',
  ),
  'member.updated': event(
    'member.updated',
    { member: Member, user: User, by: Sender },
    'Another role, name or `info`. `user`: who they are now, with their `info`.',
  ),
  'member.left': event(
    'member.left',
    { user: Sender, by: Sender, memberCount: z.int() },
    'The last thing that this user hears of the room. `by` somebody else: removed.',
  ),
  'message.created': event(
    'message.created',
    { message: Message, root: Root.optional() },
    '`root`: that of the thread in which it was said.',
  ),
  'message.updated': event(
    'message.updated',
    { message: Message, root: Root.optional() },
    'Edited, or back after it was deleted.',
  ),
  'message.deleted': event('message.deleted', {
    message: Message,
    by: Sender,
    root: Root.optional(),
  }),
  'message.pinned': event('message.pinned', { message: MessageRef, by: Sender }),
  'message.unpinned': event('message.unpinned', { message: MessageRef, by: Sender }),
  'reaction.added': event('reaction.added', reaction),
  'reaction.removed': event('reaction.removed', reaction),

  // In the room's log, or in the reader's own where the room is not told.
  'receipt.read': event('receipt.read', { ...receipt, readSeq: Position }),
  'receipt.delivered': event('receipt.delivered', { ...receipt, deliveredSeq: Position }),

  // In a user's own log.
  'user.updated': event('user.updated', { user: User }),
  'user.deleted': event(
    'user.deleted',
    { user: User },
    'The last entry of its log: the user’s connections end with it.',
  ),
  'preferences.updated': event(
    'preferences.updated',
    {
      room: RoomId,
      preferences: Preferences,
      unreadFrom: Seq.optional(),
    },
    'My own way with a room has changed, or from where on I want to see it as unread.',
  ),
  'thread.updated': event('thread.updated', {
    room: RoomId,
    thread: MessageId,
    following: z.boolean(),
    readSeq: Position,
  }),
  'mention.created': event('mention.created', { room: RoomId, message: MessageRef, by: Sender }),
  'invitation.created': event('invitation.created', { invitation: Invitation }),
  'invitation.updated': event('invitation.updated', { invitation: Invitation }),
  'invitation.deleted': event('invitation.deleted', { invitation: InvitationId }),
} as const

export type EventType = keyof typeof EVENTS
export type EventOf<T extends EventType> = Readonly<z.infer<(typeof EVENTS)[T]>>
export type Event = { [T in EventType]: EventOf<T> }[EventType]

const signal = <T extends string, S extends z.ZodRawShape>(
  type: T,
  shape: S,
  description?: string,
) =>
  z
    .object({ type: z.literal(type), log: RoomId, user: Sender, at: Time, ...shape })
    .meta({ id: pascal(type), ...(description && { description }) })

/** What passes: it is in no log, has no seq, is not replayed and may be lost. */
export const EPHEMERAL_EVENTS = {
  'typing.started': signal(
    'typing.started',
    { thread: MessageId.optional(), until: Time },
    'It ends at `until`, unless it is said again.',
  ),
  'typing.stopped': signal('typing.stopped', { thread: MessageId.optional() }),
  'presence.changed': signal('presence.changed', {
    state: PresenceState,
    status: z.string().optional(),
    lastSeenAt: Time.optional(),
  }),
} as const

export type EphemeralEventType = keyof typeof EPHEMERAL_EVENTS
export type EphemeralEvent = {
  [T in EphemeralEventType]: Readonly<z.infer<(typeof EPHEMERAL_EVENTS)[T]>>
}[EphemeralEventType]
