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
    description: 'A way into a room: for one person, or for whoever has the code.',
  })

export type Invitation = Readonly<z.infer<typeof Invitation>>

export const INVITATION_COMMANDS = {
  'invitations.create': op({
    method: 'POST',
    path: '/rooms/:room/invitations',
    asker: 'user',
    summary:
      'A way into a room: for one person, or a code for whoever has it. The code is said once',
    once: true,
    input: z.strictObject({
      room: RoomId,
      user: UserId.optional(),
      maxUses: z.int().min(1).max(100_000).optional(),
      seconds: z
        .int()
        .min(1)
        .max(365 * 24 * 3600)
        .optional(),
    }),
    output: Invitation.extend({ code: z.string().optional() }),
    status: 201,
  }),
  'invitations.list': op({
    method: 'GET',
    path: '/rooms/:room/invitations',
    asker: 'user',
    summary: 'The ways into a room that there are',
    input: inRoom,
    output: z.object({ invitations: z.array(Invitation) }),
    status: 200,
  }),
  'invitations.listMine': op({
    method: 'GET',
    path: '/invitations',
    asker: 'user',
    summary: 'Rooms that I am invited to',
    input: nothing,
    output: z.object({ invitations: z.array(Invitation) }),
    status: 200,
  }),
  'invitations.get': op({
    method: 'GET',
    path: '/invitations/:invitation',
    asker: 'user',
    summary: 'An invitation of mine, or into a room whose staff I am',
    input: z.strictObject({ invitation: InvitationId }),
    output: Invitation,
    status: 200,
  }),
  'invitations.accept': op({
    method: 'POST',
    path: '/invitations/accept',
    asker: 'user',
    summary: 'Join by a code, or by an invitation of my own; again, it changes nothing',
    once: true,
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
    summary: 'Take an invitation back, or decline one’s own',
    input: z.strictObject({ invitation: InvitationId }),
    output: nothing,
    status: 204,
  }),
} as const

export const INVITATION_EVENTS = {
  'invitation.created': event('invitation.created', { invitation: Invitation }),
  'invitation.updated': event('invitation.updated', { invitation: Invitation }),
  'invitation.deleted': event('invitation.deleted', { invitation: InvitationId }),
} as const
