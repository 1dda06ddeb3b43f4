import {
  isOpen,
  ROLES,
  type Role,
  type Room,
  type RoomType,
  type Sender,
  type ServerRole,
  type User,
} from '../../../protocol/entities.ts'
import { SYSTEM, type UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { NewRoom, PresenceRoom, Reader, RoomChange, Standing, Tx } from '../ports.ts'

/** `rights`: the role by which the member may do something, which a role on the whole server can raise. */
export type MemberStanding = Standing & { readonly role: Role; readonly rights: Role }

/** The role in a room to which a role on the whole server is at least equal. */
const AS_IN_ROOM = {
  administrator: 'owner',
  moderator: 'moderator',
  user: 'member',
} as const satisfies Record<ServerRole, Role>

/** The rights of a member. In a dm, which belongs to both users alike, a role on the whole server adds none. */
export function rightsOf(role: Role, serverRole: ServerRole, type: RoomType): Role {
  const other = type === 'dm' ? role : AS_IN_ROOM[serverRole]
  return ROLES.indexOf(other) < ROLES.indexOf(role) ? other : role
}

/** The refusal for a room that does not exist, and for one that the caller may not see. */
export const noRoom = (): Refusal =>
  new Refusal('not_found', 'The room does not exist, or you are not a member of it: check the id')

/** The standing of a caller who can see the room. Refuses `not_found`. */
export function visible(standing: Standing | undefined): Standing {
  if (standing === undefined || (standing.role === undefined && !isOpen(standing.room.type)))
    throw noRoom()
  return standing
}

/** The standing of a member. Refuses `not_found`, and `forbidden` in an open room. */
export function asMember(found: Standing | undefined): MemberStanding {
  const standing = visible(found)
  if (standing.role === undefined)
    throw new Refusal('forbidden', 'You are not a member of this room: join it first')
  return withRights({ ...standing, role: standing.role })
}

export const withRights = (standing: Standing & { readonly role: Role }): MemberStanding => ({
  ...standing,
  rights: rightsOf(standing.role, standing.serverRole, standing.room.type),
})

export function notArchived(room: Room): void {
  if (room.archivedAt !== undefined) throw new Refusal('archived')
}

/** Whether typing, receipt and presence events are published to the room. In large rooms they would cost too much. */
export const isLive = (room: PresenceRoom, feature: 'typing' | 'receipts' | 'presence'): boolean =>
  room.features[feature] && room.memberCount <= LIMITS.liveMembers

/** A room as users see it who are not members: with the preview `name`, without what is inside. */
export const asVisitor = (room: Room): Room =>
  room.preview === 'name'
    ? { ...room, topic: undefined, data: undefined, memberCount: 0, seq: 0 }
    : room

/** Refuses `invalid_input` for the settings of open rooms in another room. */
export function requireFitting(type: RoomType, change: RoomChange): void {
  if (isOpen(type)) return
  for (const field of ['entry', 'question', 'preview'] as const)
    if (change[field] !== undefined)
      throw new Refusal('invalid_input', `${field} is for public and announcement rooms only`, {
        [field]: 'is for public and announcement rooms only',
      })
}

export const isStaff = (role: Role): boolean => role !== 'member'

/** Whether a member can act on another: on members with a lower role, and an owner on everyone. */
export function outranks(actor: Role, other: Role): boolean {
  return actor === 'owner' || ROLES.indexOf(actor) < ROLES.indexOf(other)
}

/** Whether one user of a dm left or was deleted. */
export const isOver = ({ type, memberCount }: Room): boolean => type === 'dm' && memberCount < 2

/** Refuses `forbidden` in a dm: nobody adds or removes others, and the roles and settings never change. */
export function notDm(type: RoomType): void {
  if (type === 'dm')
    throw new Refusal(
      'forbidden',
      'The members, roles and settings of a dm cannot change: create a group instead',
    )
}

/** The system user, which creates the rooms without an owner. */
export async function systemUser(tx: Tx): Promise<Sender> {
  const known = await tx.users.get(SYSTEM)
  return senderOf(known ?? (await tx.users.create({ id: SYSTEM, name: 'Parlance', kind: 'bot' })))
}

export const senderOf = ({ id, name }: User): Sender => ({ id, name })

/** The key of a dm, the same for both users. Ids contain no spaces. */
export function dmKey(a: UserId, b: UserId | undefined): string {
  if (b === undefined || a === b)
    throw new Refusal('invalid_input', 'A dm needs two different users: name another user')
  return `dm ${a < b ? `${a} ${b}` : `${b} ${a}`}`
}

/**
 * Refuses `too_many_rooms` for a user who is in as many rooms as allowed. `isOwn`: the user joins or creates the room.
 * Rooms to which others added the user count separately: otherwise others could use up the user's rooms.
 */
export async function requireSpace(reader: Reader, user: UserId, isOwn: boolean): Promise<void> {
  if ((await reader.rooms.countOf(user, isOwn)) >= LIMITS.roomsPerUser)
    throw new Refusal('too_many_rooms', undefined, undefined, { quota: 'roomsPerUser' })
}

type NewMember = { readonly user: User; readonly role: Role; readonly isOwn?: boolean }

/** Creates a room with these members. `isOwn`: see `requireSpace`; by default for the user `by`. */
export async function createWithMembers(
  tx: Tx,
  room: NewRoom,
  members: readonly NewMember[],
  by: Sender,
): Promise<Room> {
  requireFitting(room.type, room)
  const all = members.map((member) => ({ isOwn: member.user.id === by.id, ...member }))
  for (const { user, isOwn } of all) await requireSpace(tx, user.id, isOwn)
  let created = await tx.rooms.create(room, by)
  for (const { user, role, isOwn } of all) {
    await tx.members.add(created, user, role, by, isOwn)
    created = { ...created, memberCount: created.memberCount + 1, seq: created.seq + 1 }
  }
  if (room.type === 'dm')
    await tx.blocks.applyTo(
      created.id,
      members.map(({ user }) => user.id),
    )
  return created
}
