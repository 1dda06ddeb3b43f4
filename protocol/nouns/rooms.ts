import * as z from 'zod'
import { Cursor, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Data, Line, Name } from '../text.ts'
import { event } from './event.ts'
import { FEATURES, Features } from './features.ts'
import { Message } from './message.ts'
import { Preferences } from './preferences.ts'
import { NewRetentionSeconds, RetentionSeconds } from './retention.ts'
import { Role } from './roles.ts'
import { entrySettings, RoomEntry, RoomPreview, RoomType } from './room-entry.ts'
import { After, inRoom, nothing, Pages, Position, Sender, Seq, Time } from './shared.ts'

export const Room = z
  .object({
    id: RoomId,
    type: RoomType,
    name: Name.optional(),
    topic: z.string().optional(),
    data: Data.optional(),
    readOnly: z.boolean(),
    history: z.enum(['all', 'joined']),
    features: Features,
    entry: RoomEntry.optional(),
    question: z.string().optional(),
    preview: RoomPreview.optional(),
    slowSeconds: z.int().min(1).optional(),
    retentionSeconds: RetentionSeconds.optional(),
    memberCount: z.int().min(0),
    seq: Position,
    createdAt: Time,
    archivedAt: Time.optional(),
  })
  .meta({
    id: 'Room',
    description: `A room. \`seq\`: the last seq of its log. A dm has no name: clients show the other user’s name. \`history\`: whether new members see earlier messages. \`features\`: as they are set; no typing, receipt or presence event is published while a room has more than ${LIMITS.liveMembers} members. Only open rooms have \`entry\` and \`preview\`; \`question\` is what the staff ask in a join request. \`slowSeconds\`: in slow mode, how many seconds a member waits between two messages; the staff do not wait. With the preview \`name\`, users who are not members receive no \`topic\` and no \`data\`, and \`memberCount\` and \`seq\` are 0.`,
  })

export type Room = Readonly<z.infer<typeof Room>>

export const MyRoom = Room.extend({
  role: Role,
  joinedSeq: Position.describe('The seq of the caller’s joining. Earlier messages are not unread.'),
  readSeq: Position,
  unreadFrom: Seq.optional().describe(
    'The caller’s "unread from here" mark: the room is shown as unread from this seq on.',
  ),
  unread: z
    .int()
    .min(0)
    .max(LIMITS.unreadMax)
    .describe(
      `The number of unread messages. ${LIMITS.unreadMax} means ${LIMITS.unreadMax} or more.`,
    ),
  mentions: z
    .int()
    .min(0)
    .max(LIMITS.unreadMax)
    .describe('The number of unread messages that mention the caller.'),
  preferences: Preferences,
  lastMessage: Message.optional(),
}).meta({
  id: 'MyRoom',
  description:
    'A room of the caller, with the caller’s role, read pointer, unread counts and preferences.',
})

export type MyRoom = Readonly<z.infer<typeof MyRoom>>

export const settings = {
  topic: Line(LIMITS.topicLength).optional(),
  data: Data.optional(),
  readOnly: z.boolean().optional(),
  history: z.enum(['all', 'joined']).optional(),
  ...entrySettings,
  slowSeconds: z
    .int()
    .min(0)
    .max(LIMITS.slowSeconds)
    .describe('Slow mode: the seconds that a member waits between two messages. 0 turns it off.')
    .optional(),
  retentionSeconds: NewRetentionSeconds.optional(),
  features: z
    .strictObject(
      Object.fromEntries(FEATURES.map((name) => [name, z.boolean().optional()])) as {
        [F in (typeof FEATURES)[number]]: z.ZodOptional<z.ZodBoolean>
      },
    )
    .meta({
      id: 'FeatureSwitches',
      description:
        'The features to turn on or off. The others stay as they are; in a new room they are those of its type.',
    })
    .optional(),
}

const RoomKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters')

export const ROOM_COMMANDS = {
  'rooms.create': op({
    method: 'POST',
    path: '/rooms',
    asker: 'user',
    summary: 'Create a room; a dm of the same two users is always the same room',
    once: true,
    spends: ['roomsPerDay', 'textBytesPerDay', 'eventsPerDay'],
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
      'List the caller’s rooms, the most recently active first, without hidden ones; with `id`, only these; with `type`, the open rooms of this type',
    input: z
      .strictObject({
        type: z.enum(['public', 'announcement']).optional(),
        id: z
          .array(RoomId)
          .min(1)
          .max(LIMITS.idsPerCommand)
          .describe('Cannot be combined with `type` or `after`.')
          .optional(),
        hidden: z.boolean().describe('Also list the rooms that the caller has hidden.').optional(),
        after: After,
        limit: z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageMax),
      })
      .refine(({ id, type, after }) => id === undefined || (type ?? after) === undefined, {
        message: 'may not combine id with type or after',
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
    summary: 'Get a room of the caller, or an open room',
    input: inRoom,
    output: Room,
    status: 200,
  }),
  'rooms.update': op({
    method: 'PATCH',
    path: '/rooms/:room',
    asker: 'user',
    summary: 'Change a room: only the given fields change; an empty topic removes the topic',
    spends: ['textBytesPerDay', 'eventsPerDay'],
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
    cost: 5,
    summary: 'Delete a room and all its messages',
    once: true,
    input: inRoom,
    output: nothing,
    status: 204,
  }),
} as const

export const ROOM_APP_COMMANDS = {
  'rooms.create': op({
    method: 'POST',
    path: '/rooms',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Create a room; the same `key`, or the same two users of a dm, return the same room',
    once: true,
    input: z.discriminatedUnion('type', [
      z.strictObject({
        type: z.enum(['group', 'public', 'announcement']),
        name: Name,
        ...settings,
        /** The app's own key for the room. */
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
      'List all rooms, the newest first; with `user`, that user’s rooms, the most recently active first',
    input: z.strictObject({ user: UserId.optional(), ...Pages }),
    output: z.object({ rooms: z.array(z.union([MyRoom, Room])), next: z.string().optional() }),
    status: 200,
  }),
  'rooms.get': op({
    method: 'GET',
    path: '/rooms/:room',
    asker: 'app',
    scope: 'rooms:read',
    summary: 'Get a room',
    input: inRoom,
    output: Room,
    status: 200,
  }),
  'rooms.update': op({
    method: 'PATCH',
    path: '/rooms/:room',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Change a room: only the given fields change; an empty topic removes the topic',
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
    summary: 'Delete a room and all its messages',
    once: true,
    input: inRoom,
    output: nothing,
    status: 204,
  }),
} as const

export const ROOM_EVENTS = {
  'room.created': event('room.created', { room: Room, by: Sender }, 'A room was created.'),
  'room.updated': event(
    'room.updated',
    { room: Room, by: Sender },
    'A room changed. `room`: the room as it is now.',
  ),
  'room.deleted': event(
    'room.deleted',
    { by: Sender },
    'A room was deleted. It is the last event of its log.',
  ),
} as const
