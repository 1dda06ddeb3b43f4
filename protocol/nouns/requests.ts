import * as z from 'zod'
import { RequestId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Line } from '../text.ts'
import { event } from './event.ts'
import { Room } from './rooms.ts'
import { nothing, Pages, Sender, Time } from './shared.ts'
import { ofUser } from './users.ts'

/** The type is not called `Request`, which is the name of a type in every browser. */
export const ContactRequest = z
  .object({
    id: RequestId,
    from: Sender,
    user: UserId,
    text: z.string().optional(),
    createdAt: Time,
    expiresAt: Time,
  })
  .meta({
    id: 'ContactRequest',
    description:
      'A request of one user (`from`) to talk to another (`user`). It says nothing about the other user, who may not exist.',
  })

export type ContactRequest = Readonly<z.infer<typeof ContactRequest>>

const ofRequest = z.strictObject({ request: RequestId })
const decline = ofRequest.extend({
  forGood: z.boolean().describe('All later requests of this user are dropped, too.').default(false),
})
const page = z.object({ requests: z.array(ContactRequest), next: z.string().optional() })

export const REQUEST_COMMANDS = {
  'requests.create': op({
    method: 'POST',
    path: '/requests',
    asker: 'user',
    cost: 5,
    spends: ['textBytesPerDay', 'eventsPerDay'],
    countsAsOne: true,
    summary:
      'Ask a user to talk to the caller; the answer is the same whether or not the user exists. A pending request to the same user is returned unchanged',
    input: z.strictObject({ user: UserId, text: Line(LIMITS.requestLength).optional() }),
    output: ContactRequest,
    status: [201, 200],
  }),
  'requests.list': op({
    method: 'GET',
    path: '/requests',
    asker: 'user',
    summary: 'List the pending requests to the caller, the latest first',
    input: z.strictObject({ ...Pages }),
    output: page,
    status: 200,
  }),
  'requests.listSent': op({
    method: 'GET',
    path: '/requests/sent',
    asker: 'user',
    summary: 'List the pending requests of the caller, the latest first',
    input: z.strictObject({ ...Pages }),
    output: page,
    status: 200,
  }),
  'requests.get': op({
    method: 'GET',
    path: '/requests/:request',
    asker: 'user',
    summary: 'Get a pending request to the caller, or of the caller',
    input: ofRequest,
    output: ContactRequest,
    status: 200,
  }),
  'requests.accept': op({
    method: 'POST',
    path: '/requests/:request/accept',
    asker: 'user',
    spends: ['eventsPerDay'],
    summary: 'Accept a request to the caller; the answer is the dm of the two users',
    input: ofRequest,
    output: Room,
    status: 200,
  }),
  'requests.decline': op({
    method: 'POST',
    path: '/requests/:request/decline',
    asker: 'user',
    summary: `Decline a request to the caller. Later requests of the same user are dropped for ${LIMITS.requestMs / 86_400_000} days, with \`forGood\` for ever; the user is not informed`,
    input: decline,
    output: nothing,
    status: 204,
  }),
  'requests.delete': op({
    method: 'DELETE',
    path: '/requests/:request',
    asker: 'user',
    countsAsOne: true,
    summary: 'Withdraw a request of the caller',
    input: ofRequest,
    output: nothing,
    status: 204,
  }),
} as const

export const REQUEST_APP_COMMANDS = {
  'requests.list': op({
    method: 'GET',
    path: '/users/:user/requests',
    asker: 'app',
    scope: 'rooms:read',
    summary: 'List the pending requests to a user, the latest first',
    input: ofUser.extend({ ...Pages }),
    output: page,
    status: 200,
  }),
  'requests.accept': op({
    method: 'POST',
    path: '/requests/:request/accept',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Accept a request for its user; the answer is the dm of the two users',
    input: ofRequest,
    output: Room,
    status: 200,
  }),
  'requests.decline': op({
    method: 'POST',
    path: '/requests/:request/decline',
    asker: 'app',
    scope: 'rooms:write',
    summary: 'Decline a request for its user; the user who asked is not informed',
    input: decline,
    output: nothing,
    status: 204,
  }),
} as const

export const REQUEST_EVENTS = {
  'request.created': event(
    'request.created',
    { request: ContactRequest },
    'A request was created. The event is in the log of the user who asked, and of the other user, unless the request was dropped.',
  ),
  'request.accepted': event(
    'request.accepted',
    { request: RequestId, room: RoomId },
    'A request was accepted. The event is in the logs of both users. `room`: their dm.',
  ),
  'request.declined': event(
    'request.declined',
    { request: RequestId },
    'A request was declined. The event is only in the log of the user who declined.',
  ),
  'request.deleted': event('request.deleted', { request: RequestId }, 'A request was withdrawn.'),
} as const
