import type { Member, Role, Room, Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, Tx } from '../ports.ts'
import { asMember, type MemberStanding, outranks } from '../rooms/rules.ts'

/** Refuses `last_owner` for the last owner of a room with other members. */
export async function requireOtherOwner(
  reader: Reader,
  { room, role }: MemberStanding,
): Promise<void> {
  if (role !== 'owner') return
  if ((await reader.members.countRole(room.id, 'owner')) > 1) return
  if (room.memberCount > 1) throw new Refusal('last_owner')
}

/**
 * The member, if this member may remove them. A role on the whole server counts for both. Refuses `not_found`,
 * `forbidden` and `last_owner`.
 */
export async function removableMember(
  reader: Reader,
  standing: MemberStanding,
  id: UserId,
): Promise<Member> {
  const member = await existingMember(reader, standing.room.id, id)
  if (id !== standing.me.id && !outranks(standing.rights, await rightsIn(reader, standing, id)))
    throw new Refusal(
      'forbidden',
      'You can remove only members with a lower role than yours: ask a member with a higher role',
    )
  await requireOtherOwner(reader, { ...standing, role: member.role })
  return member
}

/** The member, if this member may give them the role: an admin below admin, and an owner to everyone. */
export async function changeableMember(
  reader: Reader,
  standing: MemberStanding,
  id: UserId,
  role: Role,
): Promise<Member> {
  const member = await existingMember(reader, standing.room.id, id)
  if (member.role === role) return member
  const { rights } = standing
  if (!outranks(rights, await rightsIn(reader, standing, id)) || !outranks(rights, role))
    throw new Refusal('forbidden', 'You can change only roles below your own: ask an owner')
  await requireOtherOwner(reader, { ...standing, role: member.role })
  return member
}

async function rightsIn(reader: Reader, { room }: MemberStanding, user: UserId): Promise<Role> {
  return asMember(await reader.rooms.standing(room.id, user)).rights
}

/** A member of a room. Refuses `not_found`. */
export async function existingMember(reader: Reader, room: RoomId, user: UserId): Promise<Member> {
  const member = await reader.members.get(room, user)
  if (member === undefined)
    throw new Refusal('not_found', 'The user is not a member of the room: check the id')
  return member
}

/** Ends a membership. After the last owner another member becomes owner. */
export async function endMembership(
  tx: Tx,
  { room, role }: { readonly room: Room; readonly role: Role },
  user: Sender,
  by: Sender,
): Promise<void> {
  await tx.members.remove(room, user, by)
  if (room.type === 'dm') await tx.requests.endConsent(room.id)
  if (role === 'owner') await replaceOwner(tx, room, user.id, by)
}

/** Changes the role of a member in the name of the app. After the last owner another member becomes owner. */
export async function changeRole(
  tx: Tx,
  room: Room,
  before: Member,
  role: Role,
  by: Sender,
): Promise<Member> {
  if (role === before.role) return before
  const member = await tx.members.updateRole(room.id, before.user.id, role, by)
  if (before.role === 'owner') await replaceOwner(tx, room, before.user.id, by)
  return member
}

/** Gives a room without an owner the next one, but not the user who has just ceased to be its owner. */
async function replaceOwner(tx: Tx, room: Room, former: UserId, by: Sender): Promise<void> {
  if ((await tx.members.countRole(room.id, 'owner')) > 0) return
  const next = await tx.members.nextOwner(room.id, former)
  if (next !== undefined) await tx.members.updateRole(room.id, next, 'owner', by)
}
