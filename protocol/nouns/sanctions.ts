import * as z from 'zod'
import { RoomId, SanctionId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { Line } from '../text.ts'
import { event } from './event.ts'
import { after, inRoom, Limit, nothing, Sender, Time } from './shared.ts'

/**
 * `ban`: keeps the user out. `mute`: the user can read, but not write. `shadow_ban`: only the staff, and the user, see what
 * the user sends, and the user does not learn it.
 */
export const SanctionKind = z.enum(['ban', 'mute', 'shadow_ban']).meta({ id: 'SanctionKind' })

export type SanctionKind = z.infer<typeof SanctionKind>

export const AppealOutcome = z.enum(['upheld', 'lifted']).meta({ id: 'AppealOutcome' })

export const Appeal = z
  .object({
    text: z.string(),
    at: Time,
    outcome: AppealOutcome.optional(),
    note: z.string().optional(),
  })
  .meta({
    id: 'Appeal',
    description:
      'What the user said against a sanction. `outcome` and `note`: the answer of the staff; `upheld`: the sanction stays.',
  })

export const Sanction = z
  .object({
    id: SanctionId,
    kind: SanctionKind,
    user: Sender.optional(),
    addresses: z.string().optional(),
    room: RoomId.optional(),
    until: Time.optional(),
    reason: z.string().optional(),
    createdAt: Time,
    by: UserId.optional(),
    endedAt: Time.optional(),
    appeal: Appeal.optional(),
  })
  .meta({
    id: 'Sanction',
    description:
      'A ban, mute or shadow ban of `user`, or a ban of the network `addresses`: in `room`, or on the whole server. Without `until` it has no end. `endedAt`: when it was lifted or replaced. Only the staff sees `by`.',
  })

export type Sanction = Readonly<z.infer<typeof Sanction>>

const Reason = Line(LIMITS.reasonLength)
const Until = Time.describe('When it ends; in the future.').optional()

const settings = { until: Until, reason: Reason.optional() }
const ofSanction = z.strictObject({ sanction: SanctionId })
const ofRoomSanction = inRoom.extend({ sanction: SanctionId })
const answer = { outcome: AppealOutcome, note: Reason.optional() }

/** A time in ms of the epoch, and an id. */
const AfterSanction = after(/^\d{1,16}_san_[0-9a-z]{26}$/)
const page = { after: AfterSanction, limit: Limit }
const list = z.object({ sanctions: z.array(Sanction), next: z.string().optional() })

/** A network in CIDR notation, or one address. `server/domain/networks.ts` checks it. */
const Addresses = z.string().min(2).max(LIMITS.addressesLength)

const OnServer = z.strictObject({
  kind: SanctionKind,
  user: UserId.optional(),
  addresses: Addresses.describe(
    'A network, such as 192.0.2.0/24, or an address: for bans only, in place of `user`.',
  ).optional(),
  ...settings,
})

/** The staff of the room, or those members of the server's staff who may act receive an event for each change. */
const COST = 5

export const SANCTION_COMMANDS = {
  'sanctions.create': op({
    method: 'POST',
    path: '/rooms/:room/sanctions',
    asker: 'user',
    cost: COST,
    spends: ['eventsPerDay'],
    summary:
      'Ban a user from a room, member or not, or mute a member. It takes the place of an earlier one of this kind',
    input: inRoom.extend({ kind: SanctionKind.exclude(['shadow_ban']), user: UserId, ...settings }),
    output: Sanction,
    status: 201,
  }),
  'sanctions.list': op({
    method: 'GET',
    path: '/rooms/:room/sanctions',
    asker: 'user',
    summary: 'List the bans and mutes of a room that are in force, the latest first',
    input: inRoom.extend(page),
    output: list,
    status: 200,
  }),
  'sanctions.delete': op({
    method: 'DELETE',
    path: '/rooms/:room/sanctions/:sanction',
    asker: 'user',
    cost: COST,
    summary: 'Lift a ban or mute of a room',
    input: ofRoomSanction,
    output: nothing,
    status: 204,
  }),
  'sanctions.answerAppeal': op({
    method: 'POST',
    path: '/rooms/:room/sanctions/:sanction/answer',
    asker: 'user',
    cost: COST,
    summary: 'Answer an appeal against a ban or mute of a room',
    input: ofRoomSanction.extend(answer),
    output: Sanction,
    status: 200,
  }),
  'sanctions.listMine': op({
    method: 'GET',
    path: '/me/sanctions',
    asker: 'user',
    summary: 'List the bans and mutes of the caller that are in force, the latest first',
    input: z.strictObject(page),
    output: list,
    status: 200,
  }),
  'sanctions.appeal': op({
    method: 'POST',
    path: '/me/sanctions/:sanction/appeal',
    asker: 'user',
    cost: COST,
    spends: ['textBytesPerDay'],
    summary: 'Appeal against a ban or mute of the caller, once',
    input: ofSanction.extend({ text: Line(LIMITS.appealLength) }),
    output: Sanction,
    status: 200,
  }),
  'serverSanctions.create': op({
    method: 'POST',
    path: '/sanctions',
    asker: 'user',
    cost: COST,
    spends: ['eventsPerDay'],
    summary:
      'Ban a user or, as an administrator, a network from the whole server, or mute or shadow-ban a user everywhere. It takes the place of an earlier one of this kind',
    input: OnServer,
    output: Sanction,
    status: 201,
  }),
  'serverSanctions.list': op({
    method: 'GET',
    path: '/sanctions',
    asker: 'user',
    summary: 'List the bans and mutes of the whole server that are in force, the latest first',
    input: z.strictObject({ user: UserId.optional(), ...page }),
    output: list,
    status: 200,
  }),
  'serverSanctions.delete': op({
    method: 'DELETE',
    path: '/sanctions/:sanction',
    asker: 'user',
    cost: COST,
    summary: 'Lift a ban or mute of the whole server',
    input: ofSanction,
    output: nothing,
    status: 204,
  }),
  'serverSanctions.answerAppeal': op({
    method: 'POST',
    path: '/sanctions/:sanction/answer',
    asker: 'user',
    cost: COST,
    summary: 'Answer an appeal against a ban or mute of the whole server',
    input: ofSanction.extend(answer),
    output: Sanction,
    status: 200,
  }),
} as const

export const SANCTION_APP_COMMANDS = {
  'sanctions.create': op({
    method: 'POST',
    path: '/sanctions',
    asker: 'app',
    scope: 'moderation:write',
    summary:
      'Ban or mute a user in a room or, without `room`, on the whole server; or ban a network from the server. It takes the place of an earlier one of this kind',
    input: OnServer.extend({ room: RoomId.optional() }),
    output: Sanction,
    status: 201,
  }),
  'sanctions.list': op({
    method: 'GET',
    path: '/sanctions',
    asker: 'app',
    scope: 'moderation:read',
    summary:
      'List the bans and mutes that are in force, the latest first: all, or those in a room or of a user',
    input: z.strictObject({ room: RoomId.optional(), user: UserId.optional(), ...page }),
    output: list,
    status: 200,
  }),
  'sanctions.delete': op({
    method: 'DELETE',
    path: '/sanctions/:sanction',
    asker: 'app',
    scope: 'moderation:write',
    summary: 'Lift a ban or mute',
    input: ofSanction,
    output: nothing,
    status: 204,
  }),
  'sanctions.answerAppeal': op({
    method: 'POST',
    path: '/sanctions/:sanction/answer',
    asker: 'app',
    scope: 'moderation:write',
    summary: 'Answer an appeal against a ban or mute',
    input: ofSanction.extend(answer),
    output: Sanction,
    status: 200,
  }),
} as const

const OF_LOGS =
  'It is in the log of the user and in those of the staff: of at most 20 users, those with the highest roles.'

export const SANCTION_EVENTS = {
  'sanction.created': event(
    'sanction.created',
    { sanction: Sanction },
    `A user was banned or muted. ${OF_LOGS} The user receives nothing of a shadow ban. After a ban from the server it is the last event that the user’s connections receive.`,
  ),
  'sanction.updated': event(
    'sanction.updated',
    { sanction: Sanction },
    `The user appealed against a ban or mute, or the staff answered. ${OF_LOGS}`,
  ),
  'sanction.ended': event(
    'sanction.ended',
    { sanction: SanctionId },
    `A ban or mute was lifted or replaced. One with an end ends without this event. ${OF_LOGS}`,
  ),
} as const
