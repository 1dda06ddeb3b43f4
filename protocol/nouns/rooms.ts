import * as z from 'zod'
import { Cursor, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Data, Line, Name } from '../text.ts'
import { event } from './event.ts'
import { Message } from './message.ts'
import { Preferences } from './preferences.ts'
import { Role } from './roles.ts'
import { After, inRoom, nothing, Pages, Position, Sender, Seq, Time } from './shared.ts'

export const RoomType = z.enum(['dm', 'group', 'public', 'announcement']).meta({ id: 'RoomType' })

export type RoomType = z.infer<typeof RoomType>

/** What members of a room have beside its messages. */
export const FEATURES = ['typing', 'receipts', 'reactions', 'threads', 'presence'] as const

export type Feature = (typeof FEATURES)[number]

export const Features = z
  .object({
    typing: z.boolean(),
    receipts: z.boolean(),
    reactions: z.boolean(),
    threads: z.boolean(),
    presence: z.boolean(),
  })
  .meta({ id: 'Features', description: 'What a room has beside its messages.' })

export type Features = Readonly<z.infer<typeof Features>>

/** A room type is a bundle of them; a room may differ from its type. */
export const FEATURES_OF: Readonly<Record<RoomType, Features>> = {
  dm: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  group: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  public: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  announcement: { typing: false, receipts: false, reactions: true, threads: true, presence: false },
}

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
    memberCount: z.int().min(0),
    seq: Position,
    createdAt: Time,
    archivedAt: Time.optional(),
  })
  .meta({
    id: 'Room',
    description: `\`seq\` is the room’s last. A dm has no name of its own: clients show the other’s. \`history\`: how far back a new member sees. \`features\` as they are set: typing, receipts and presence are silent while a room has more than ${LIMITS.liveMembers} members.`,
  })

export type Room = Readonly<z.infer<typeof Room>>

export const MyRoom = Room.extend({
  role: Role,
  joinedSeq: Position.describe(
    'That of my joining: what was said before is history, and not unread, however far I read.',
  ),
  readSeq: Position,
  unreadFrom: Seq.optional().describe(
    'I want to see it as unread from here on, however far I have read.',
  ),
  unread: z
    .int()
    .min(0)
    .max(LIMITS.unreadMax)
    .describe(`At most ${LIMITS.unreadMax}: that many stands for that many or more.`),
  mentions: z.int().min(0).max(LIMITS.unreadMax).describe('How many of the unread name me.'),
  preferences: Preferences,
  lastMessage: Message.optional(),
}).meta({
  id: 'MyRoom',
  description:
    'A room as one of its members sees it: my role, how far I read, and what that leaves unread.',
})

export type MyRoom = Readonly<z.infer<typeof MyRoom>>

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

const RoomKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters')

export const ROOM_COMMANDS = {
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
} as const

export const ROOM_APP_COMMANDS = {
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
} as const

export const ROOM_EVENTS = {
  'room.created': event('room.created', { room: Room, by: Sender }),
  'room.updated': event('room.updated', { room: Room, by: Sender }),
  'room.deleted': event('room.deleted', { by: Sender }, 'The last entry of its log.'),
} as const
