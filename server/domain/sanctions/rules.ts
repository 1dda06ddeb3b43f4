import {
  type Role,
  type Room,
  type Sanction,
  type SanctionKind,
  SERVER_ROLES,
  type Sender,
  type ServerRole,
  type User,
} from '../../../protocol/entities.ts'
import type { RoomId, SanctionId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { endMembership, removableMember } from '../members/rules.ts'
import type { Reader, Tx } from '../ports.ts'
import { asMember, type MemberStanding, outranks, senderOf } from '../rooms/rules.ts'
import { existingUser } from '../users/rules.ts'

type Asked = {
  readonly kind: SanctionKind
  readonly until?: string | undefined
  readonly reason?: string | undefined
}

/**
 * Puts a sanction in force, in place of an earlier one of its kind. Refuses `invalid_input` for an end that is past.
 * `target`: the user, the network, and the room unless it is for the whole server.
 */
export async function impose(
  tx: Tx,
  { kind, until: end, reason }: Asked,
  target: { readonly room?: RoomId; readonly user?: Sender; readonly addresses?: string },
  by: Sender,
): Promise<Sanction> {
  const until = end === undefined ? undefined : Date.parse(end)
  if (until !== undefined && until <= tx.now)
    throw new Refusal('invalid_input', 'until is past: name a time in the future', {
      until: 'must be in the future',
    })
  const { room, user, addresses } = target
  // The counter of a room is locked already.
  if (user !== undefined && room === undefined) await tx.users.lock(user.id)
  const earlier =
    user === undefined
      ? (await tx.sanctions.networks()).find((each) => each.addresses === addresses)
      : await tx.sanctions.on(user.id, kind, room)
  if (earlier !== undefined) await tx.sanctions.end(earlier, by)
  return tx.sanctions.create({ kind, ...target, until, reason }, by)
}

/** Bans or mutes a user in a room. A member who is banned leaves the room. */
export async function imposeInRoom(
  tx: Tx,
  asked: Asked,
  {
    room,
    user,
    role,
  }: { readonly room: Room; readonly user: Sender; readonly role?: Role | undefined },
  by: Sender,
): Promise<Sanction> {
  const sanction = await impose(tx, asked, { room: room.id, user }, by)
  if (asked.kind === 'ban' && role !== undefined) await endMembership(tx, { room, role }, user, by)
  return sanction
}

/** The user whom a member of the staff may ban or mute in a room, with the role if they are a member. */
export async function sanctionable(
  reader: Reader,
  standing: MemberStanding,
  id: UserId,
  kind: SanctionKind,
): Promise<{ readonly user: Sender; readonly role: Role | undefined }> {
  const { room, me } = standing
  notMyself(me.id, id)
  const member = await reader.members.get(room.id, id)
  if (member === undefined) {
    // Who was never here is not shown to the staff of a room: not even that they exist.
    if (kind === 'mute' || !(await reader.members.isKnown(room.id, id)))
      throw new Refusal('not_found', 'The user is not a member of the room: check the id')
    const user = await existingUser(reader, id)
    requireLowerOnServer((await reader.users.get(me.id))?.role, user.role)
    return { user: senderOf(user), role: undefined }
  }
  const { name } = member.user
  if (kind === 'ban') {
    const { role } = await removableMember(reader, standing, id)
    return { user: { id, name }, role }
  }
  const { rights } = asMember(await reader.rooms.standing(room.id, id))
  if (!outranks(standing.rights, rights) || rights === 'owner') throw higherRole()
  return { user: { id, name }, role: member.role }
}

/** The user whom a member of the server's staff may ban or mute everywhere. */
export async function sanctionableOnServer(tx: Tx, me: User, id: UserId): Promise<User> {
  notMyself(me.id, id)
  const user = await existingUser(tx, id)
  requireLowerOnServer(me.role, user.role)
  return user
}

function notMyself(me: UserId, id: UserId): void {
  if (me === id) throw new Refusal('forbidden', 'You cannot ban or mute yourself')
}

/** Refuses `forbidden` unless the other role on the server is lower, or none. */
export function requireLowerOnServer(mine: ServerRole = 'user', other: ServerRole = 'user'): void {
  if (other !== 'user' && SERVER_ROLES.indexOf(mine) >= SERVER_ROLES.indexOf(other))
    throw higherRole()
}

export const higherRole = () =>
  new Refusal(
    'forbidden',
    'The role of the user is not lower than yours: ask somebody with a higher role',
  )

/**
 * A sanction that is in force, in a room or on the whole server. Its user is locked: a sanction that takes its place at
 * the same time would end with it otherwise. Refuses `not_found`.
 */
export async function sanctionInForce(
  tx: Tx,
  id: SanctionId,
  room: RoomId | undefined,
): Promise<Sanction> {
  const user = room === undefined ? (await tx.sanctions.get(id))?.user : undefined
  if (user !== undefined) await tx.users.lock(user.id)
  const found = await tx.sanctions.get(id)
  const isOver = found?.until !== undefined && Date.parse(found.until) <= tx.now
  if (found === undefined || found.room !== room || found.endedAt !== undefined || isOver)
    throw new Refusal('not_found', 'No ban or mute that is in force has this id: list them again')
  return found
}

/** Answers an appeal; `lifted` also lifts the sanction. Refuses `not_found` if nobody has appealed. */
export async function answer(
  tx: Tx,
  sanction: Sanction,
  { outcome, note }: { readonly outcome: 'upheld' | 'lifted'; readonly note?: string | undefined },
  by: Sender,
): Promise<Sanction> {
  const { appeal } = sanction
  if (appeal === undefined) throw new Refusal('not_found', 'The user has not appealed')
  const answered = await tx.sanctions.setAppeal(sanction, { ...appeal, outcome, note }, by)
  if (outcome === 'lifted') await tx.sanctions.end(sanction, by)
  return answered
}

/** Refuses `banned` if the user is banned from a room. `by`: who lets the user in. */
export async function requireNotBanned(
  reader: Reader,
  room: RoomId,
  user: UserId,
  by: UserId,
): Promise<void> {
  const ban = await reader.sanctions.on(user, 'ban', room)
  // @planted room-ban
  if (ban === undefined) return
  const end = ban.until === undefined ? '' : ` until ${ban.until}`
  throw new Refusal(
    'banned',
    user === by
      ? `You are banned from this room${end}: appeal against it, or wait`
      : `The user is banned from this room${end}: lift the ban first`,
    undefined,
    { until: ban.until },
  )
}

/** What the audit log shows of a sanction. */
export const sanctionDetails = ({ id, kind, addresses, until }: Sanction) => ({
  sanction: id,
  kind,
  ...(addresses && { addresses }),
  ...(until && { until }),
})
