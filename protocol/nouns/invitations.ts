import * as z from 'zod'
import { InvitationId, RoomId, UserId } from '../ids.ts'
import { op } from '../op.ts'
import { Name } from '../text.ts'
import { event } from './event.ts'
import { Member } from './members.ts'
import { Room } from './rooms.ts'
import { inRoom, nothing, Sender, Time } from './shared.ts'

export const Invitation = z
  .object({
    id: InvitationId,
    room: RoomId,
    roomName: Name.optional(),
    by: Sender,
    user: UserId.optional(),
    uses: z.int().min(0),
    maxUses: z.int().min(1).optional(),
    expiresAt: Time.optional(),
    createdAt: Time,
  })
  .meta({
    id: 'Invitation',
    description: 'An invitation to a room, for one user or for every user who has its code.',
  })

export type Invitation = Readonly<z.infer<typeof Invitation>>

export const INVITATION_COMMANDS = {
  'invitations.create': op({
    method: 'POST',
    path: '/rooms/:room/invitations',
    asker: 'user',
    summary:
      'Invite one user to a room, or create a code for it. Only this answer contains the code',
    once: true,
    spends: ['eventsPerDay'],
    countsAsOne: true,
    input: z
      .strictObject({
        room: RoomId,
        user: UserId.describe('Cannot be combined with `maxUses`.').optional(),
        maxUses: z.int().min(1).max(100_000).optional(),
        seconds: z
          .int()
          .min(1)
          .max(365 * 24 * 3600)
          .optional(),
      })
      .refine(({ user, maxUses }) => user === undefined || maxUses === undefined, {
        message: 'may not combine user with maxUses',
      }),
    output: Invitation.extend({ code: z.string().optional() }),
    status: 201,
  }),
  'invitations.list': op({
    method: 'GET',
    path: '/rooms/:room/invitations',
    asker: 'user',
    summary: 'List the invitations to a room',
    input: inRoom,
    output: z.object({ invitations: z.array(Invitation) }),
    status: 200,
  }),
  'invitations.listMine': op({
    method: 'GET',
    path: '/invitations',
    asker: 'user',
    summary: 'List the invitations for the caller, of more than 100 the newest',
    input: nothing,
    output: z.object({ invitations: z.array(Invitation) }),
    status: 200,
  }),
  'invitations.get': op({
    method: 'GET',
    path: '/invitations/:invitation',
    asker: 'user',
    summary: 'Get an invitation for the caller, or one to a room in whose staff the caller is',
    input: z.strictObject({ invitation: InvitationId }),
    output: Invitation,
    status: 200,
  }),
  'invitations.accept': op({
    method: 'POST',
    path: '/invitations/accept',
    asker: 'user',
    summary:
      'Join a room by a code, or by an invitation for the caller; repeating it changes nothing',
    once: true,
    spends: ['eventsPerDay'],
    input: z
      .strictObject({
        code: z.string().min(1).max(64).optional(),
        invitation: InvitationId.optional(),
      })
      .refine(({ code, invitation }) => (code === undefined) !== (invitation === undefined), {
        message: 'must have either code or invitation',
      })
      .meta({ minProperties: 1, maxProperties: 1 }),
    output: z.object({ room: Room, member: Member }),
    status: 200,
  }),
  'invitations.delete': op({
    method: 'DELETE',
    path: '/invitations/:invitation',
    asker: 'user',
    countsAsOne: true,
    summary: 'Delete an invitation, as the staff of the room, or decline one for the caller',
    input: z.strictObject({ invitation: InvitationId }),
    output: nothing,
    status: 204,
  }),
} as const

export const INVITATION_EVENTS = {
  'invitation.created': event(
    'invitation.created',
    { invitation: Invitation },
    'An invitation was created. The event is in the log of the invited user, or of the creator if it has a code.',
  ),
  'invitation.updated': event(
    'invitation.updated',
    { invitation: Invitation },
    'An invitation was used.',
  ),
  'invitation.deleted': event(
    'invitation.deleted',
    { invitation: InvitationId },
    'An invitation was used up, deleted or declined, or has expired.',
  ),
} as const
