import * as z from 'zod'
import { RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { event } from './event.ts'
import { Role } from './roles.ts'
import { Room } from './rooms.ts'
import { inRoom, Limit, nothing, ofMember, Position, Sender, Time } from './shared.ts'
import { User, UserKind } from './users.ts'

export const Member = z
  .object({
    user: Sender.extend({ kind: UserKind }),
    role: Role,
    readSeq: Position,
    deliveredSeq: Position,
    joinedAt: Time,
    mutedUntil: Time.optional(),
  })
  .meta({
    id: 'Member',
    description:
      'A user in a room. `readSeq` and `deliveredSeq`: the read and delivered pointers, as far as the member shows them. `mutedUntil`: the end of a mute in this room, in the year 9999 for one without an end.',
  })

export type Member = Readonly<z.infer<typeof Member>>

export const MEMBER_COMMANDS = {
  'members.list': op({
    method: 'GET',
    path: '/rooms/:room/members',
    asker: 'user',
    summary: 'List the members of a room, by id; the next page is `after` the last id',
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
    spends: ['eventsPerDay'],
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
    summary: 'Add a user to a room',
    spends: ['eventsPerDay'],
    input: ofMember,
    output: Member,
    status: 200,
  }),
  'members.update': op({
    method: 'PATCH',
    path: '/rooms/:room/members/:user',
    asker: 'user',
    summary: 'Change the role of a member',
    spends: ['eventsPerDay'],
    input: z.strictObject({ room: RoomId, user: UserId, role: Role }),
    output: Member,
    status: 200,
  }),
  'members.remove': op({
    method: 'DELETE',
    path: '/rooms/:room/members/:user',
    asker: 'user',
    summary: 'Remove a member from a room',
    once: true,
    input: ofMember,
    output: nothing,
    status: 204,
  }),
} as const

export const MEMBER_APP_COMMANDS = {
  'members.list': op({
    method: 'GET',
    path: '/rooms/:room/members',
    asker: 'app',
    scope: 'rooms:read',
    summary: 'List the members of a room, by id; the next page is `after` the last id',
    input: inRoom.extend({ after: UserId.optional(), limit: Limit }),
    output: z.object({ members: z.array(Member) }),
    status: 200,
  }),
  'members.add': op({
    method: 'PUT',
    path: '/rooms/:room/members/:user',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Add a user to a room; an existing member gets the `role`, if there is one',
    input: ofMember.extend({ role: Role.optional() }),
    output: Member,
    status: 200,
  }),
  'members.update': op({
    method: 'PATCH',
    path: '/rooms/:room/members/:user',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Change the role of a member',
    input: ofMember.extend({ role: Role }),
    output: Member,
    status: 200,
  }),
  'members.remove': op({
    method: 'DELETE',
    path: '/rooms/:room/members/:user',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Remove a member from a room',
    once: true,
    input: ofMember,
    output: nothing,
    status: 204,
  }),
} as const

export const MEMBER_EVENTS = {
  'member.joined': event(
    'member.joined',
    { member: Member, room: Room, by: Sender },
    'A user became a member. `room`: the room, for the user who joined.',
  ),
  'member.updated': event(
    'member.updated',
    { member: Member, user: User, by: Sender },
    'The role, name or `info` of a member changed. `user`: the user as they are now, with their `info`.',
  ),
  'member.left': event(
    'member.left',
    { user: Sender, by: Sender, memberCount: z.int() },
    'A user left, or was removed if `by` is another user. It is the last event of the room that the user receives.',
  ),
} as const
