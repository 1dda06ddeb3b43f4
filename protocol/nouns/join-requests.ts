import * as z from 'zod'
import { JoinRequestId, RoomId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Line, Name } from '../text.ts'
import { event } from './event.ts'
import { Member } from './members.ts'
import { after, inRoom, Limit, nothing, Sender, Time } from './shared.ts'

export const JoinRequest = z
  .object({
    id: JoinRequestId,
    room: RoomId,
    roomName: Name.optional(),
    user: Sender,
    answer: z.string().optional(),
    createdAt: Time,
  })
  .meta({
    id: 'JoinRequest',
    description:
      'A request of `user` to join a room. `answer`: what the user answered to the `question` of the room; it is erased when the request ends.',
  })

export type JoinRequest = Readonly<z.infer<typeof JoinRequest>>

const ofRequest = z.strictObject({ joinRequest: JoinRequestId })

/** A time in ms of the epoch, and an id. */
const AfterRequest = after(/^\d{1,16}_jrq_[0-9a-z]{26}$/)

const ofStaff = {
  'joinRequests.list': {
    method: 'GET',
    path: '/rooms/:room/join-requests',
    summary: 'List the requests to join a room that wait for an answer, the oldest first',
    input: inRoom.extend({ after: AfterRequest, limit: Limit }),
    output: z.object({ joinRequests: z.array(JoinRequest), next: z.string().optional() }),
    status: 200,
  },
  'joinRequests.accept': {
    method: 'POST',
    path: '/join-requests/:joinRequest/accept',
    summary: 'Accept a join request: its user becomes a member of the room',
    input: ofRequest,
    output: Member,
    status: 200,
  },
  'joinRequests.decline': {
    method: 'POST',
    path: '/join-requests/:joinRequest/decline',
    summary:
      'Decline a join request; with `forGood`, the user cannot send another one to this room',
    input: ofRequest.extend({ forGood: z.boolean().default(false) }),
    output: nothing,
    status: 204,
  },
} as const

export const JOIN_REQUEST_COMMANDS = {
  'joinRequests.create': op({
    method: 'POST',
    path: '/rooms/:room/join-requests',
    asker: 'user',
    // Up to `LIMITS.staffPerJoinRequest` users receive an event.
    cost: 5,
    spends: ['textBytesPerDay', 'eventsPerDay'],
    summary:
      'Ask to join a room with the entry `request`; the same request is returned until it has ended',
    input: inRoom.extend({
      answer: Line(LIMITS.answerLength)
        .describe('The answer to the `question` of the room, if it has one.')
        .optional(),
    }),
    output: JoinRequest,
    status: [201, 200],
  }),
  'joinRequests.list': op({ ...ofStaff['joinRequests.list'], asker: 'user' }),
  'joinRequests.get': op({
    method: 'GET',
    path: '/join-requests/:joinRequest',
    asker: 'user',
    summary: 'Get a join request of the caller, or one to a room in whose staff the caller is',
    input: ofRequest,
    output: JoinRequest,
    status: 200,
  }),
  'joinRequests.listMine': op({
    method: 'GET',
    path: '/join-requests',
    asker: 'user',
    summary: 'List the caller’s join requests that wait for an answer, the oldest first',
    input: nothing,
    output: z.object({ joinRequests: z.array(JoinRequest) }),
    status: 200,
  }),
  'joinRequests.accept': op({
    ...ofStaff['joinRequests.accept'],
    asker: 'user',
    spends: ['eventsPerDay'],
  }),
  'joinRequests.decline': op({ ...ofStaff['joinRequests.decline'], asker: 'user' }),
  'joinRequests.delete': op({
    method: 'DELETE',
    path: '/join-requests/:joinRequest',
    asker: 'user',
    summary: 'Withdraw a join request of the caller',
    input: ofRequest,
    output: nothing,
    status: 204,
  }),
} as const

export const JOIN_REQUEST_APP_COMMANDS = {
  'joinRequests.list': op({
    ...ofStaff['joinRequests.list'],
    asker: 'app',
    scope: 'rooms:read',
  }),
  'joinRequests.accept': op({
    ...ofStaff['joinRequests.accept'],
    asker: 'app',
    scope: 'rooms:write',
  }),
  'joinRequests.decline': op({
    ...ofStaff['joinRequests.decline'],
    asker: 'app',
    scope: 'rooms:write',
  }),
} as const

const ended = { joinRequest: JoinRequestId, room: RoomId }

export const JOIN_REQUEST_EVENTS = {
  'joinRequest.created': event(
    'joinRequest.created',
    { joinRequest: JoinRequest },
    `A user asked to join a room. The events of a join request are in the log of this user and in those of the staff of the room: at most ${LIMITS.staffPerJoinRequest} members, those with the highest roles.`,
  ),
  'joinRequest.accepted': event(
    'joinRequest.accepted',
    { ...ended, by: Sender },
    'A join request was accepted. The `member.joined` of the room follows.',
  ),
  'joinRequest.declined': event(
    'joinRequest.declined',
    { ...ended, declinedBy: Sender.optional() },
    'A join request was declined. `declinedBy` is for the staff only.',
  ),
  'joinRequest.deleted': event(
    'joinRequest.deleted',
    ended,
    'A join request ended without an answer: it was withdrawn, its user became a member in another way or was deleted, or the room was deleted.',
  ),
} as const
