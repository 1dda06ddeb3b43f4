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
  })
  .meta({
    id: 'Member',
    description:
      '`readSeq` and `deliveredSeq`: how far the member has read and received, as far as others may know.',
  })

export type Member = Readonly<z.infer<typeof Member>>

export const MEMBER_COMMANDS = {
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
} as const

export const MEMBER_APP_COMMANDS = {
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
} as const

export const MEMBER_EVENTS = {
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
} as const
