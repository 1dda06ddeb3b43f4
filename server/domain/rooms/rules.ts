import {
  type Feature,
  ROLES,
  type Role,
  type Room,
  type RoomType,
  type Sender,
  type User,
} from '../../../protocol/entities.ts'
import { SYSTEM, type UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { NewRoom, PresenceRoom, Reader, Standing, Tx } from '../ports.ts'

export type MemberStanding = Standing & { readonly role: Role }

/** Rooms that anyone may look at and join. */
export const isOpen = (type: RoomType): boolean => type === 'public' || type === 'announcement'

/** A room that is not there and one that is not yours get the same answer. */
export const noRoom = (): Refusal =>
  new Refusal('not_found', 'There is no such room, or you are not a member of it: check the id')

export function visible(standing: Standing | undefined): Standing {
  if (standing === undefined || (standing.role === undefined && !isOpen(standing.room.type)))
    throw noRoom()
  return standing
}

/** Only members hear a room and act in it. */
export function asMember(found: Standing | undefined): MemberStanding {
  const standing = visible(found)
  if (standing.role === undefined)
    throw new Refusal('forbidden', 'You are not a member of this room: join it first')
  return { ...standing, role: standing.role }
}

/** In an announcement room, and in one that is read-only, only the staff speak; in an archived one nobody. */
export function maySpeak({ room, role }: MemberStanding): void {
  notArchived(room)
  if (isOver(room)) throw new Refusal('dm_over')
  if (isStaff(role)) return
  if (room.type === 'announcement')
    throw new Refusal(
      'forbidden',
      'Only the staff of an announcement room can send messages in it: owners, admins and moderators',
    )
  if (room.readOnly)
    throw new Refusal(
      'forbidden',
      'This room is read-only: only owners, admins and moderators can send messages',
    )
}

export function notArchived(room: Room): void {
  if (room.archivedAt !== undefined) throw new Refusal('archived')
}

/** Refuses what this room does without. */
export function has(room: Room, feature: Feature): void {
  if (!room.features[feature])
    throw new Refusal(
      'feature_off',
      `This room has ${feature} turned off: an owner or admin can turn it on`,
    )
}

/** Whether the room is told what costs the more the more are in it: who types, is there, has read. */
export const isLive = (room: PresenceRoom, feature: 'typing' | 'receipts' | 'presence'): boolean =>
  room.features[feature] && room.memberCount <= LIMITS.liveMembers

export const isStaff = (role: Role): boolean => role !== 'member'

/** Owners and admins change the room and give roles. A dm is its two people's alike. */
export function mayManage({ room, role }: MemberStanding): void {
  if (room.type === 'dm')
    throw new Refusal('forbidden', 'A dm has no settings: create a group instead')
  if (role !== 'owner' && role !== 'admin')
    throw new Refusal('forbidden', 'Only owners and admins of the room can do this')
}

/** Somebody who acts on somebody else stands above them; owners may act on anyone. */
export function outranks(actor: Role, other: Role): boolean {
  return actor === 'owner' || ROLES.indexOf(actor) < ROLES.indexOf(other)
}

/** Whether the other person of a dm was deleted: nothing else takes anybody out of one. */
export const isOver = ({ type, memberCount }: Room): boolean => type === 'dm' && memberCount < 2

/** The members of a dm are its two people, for good. */
export function notDm(type: RoomType): void {
  if (type === 'dm')
    throw new Refusal('forbidden', 'The members of a dm cannot change: create a group instead')
}

/** Who makes the rooms that nobody owns. */
export async function systemUser(tx: Tx): Promise<Sender> {
  const known = await tx.users.get(SYSTEM)
  return senderOf(known ?? (await tx.users.create({ id: SYSTEM, name: 'Parlance', kind: 'bot' })))
}

export const senderOf = ({ id, name }: User): Sender => ({ id, name })

/** The key of a dm: the same whoever begins. Ids hold no spaces. */
export function dmKey(a: UserId, b: UserId | undefined): string {
  if (b === undefined || a === b)
    throw new Refusal('invalid_input', 'A dm needs another user: name one who is not yourself')
  return `dm ${a < b ? `${a} ${b}` : `${b} ${a}`}`
}

/** One may be in so many rooms, and in no more. */
export async function requireSpace(reader: Reader, user: UserId): Promise<void> {
  if ((await reader.rooms.countOf(user)) >= LIMITS.roomsPerUser) throw new Refusal('too_many_rooms')
}

/** A new room with these people in it. */
export async function createWithMembers(
  tx: Tx,
  room: NewRoom,
  people: readonly { readonly user: User; readonly role: Role }[],
  by: Sender,
): Promise<Room> {
  for (const { user } of people) await requireSpace(tx, user.id)
  let made = await tx.rooms.create(room, by)
  for (const { user, role } of people) {
    await tx.members.add(made, user, role, by)
    made = { ...made, memberCount: made.memberCount + 1, seq: made.seq + 1 }
  }
  return made
}
