import type { Member, Role, Room, Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, Tx } from '../ports.ts'
import type { MemberStanding } from '../rooms/rules.ts'

/** Refuses `last_owner` for the last owner of a room with other members. */
export async function requireOtherOwner(
  reader: Reader,
  { room, role }: MemberStanding,
): Promise<void> {
  if (role !== 'owner') return
  if ((await reader.members.countRole(room.id, 'owner')) > 1) return
  if (room.memberCount > 1) throw new Refusal('last_owner')
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
  if (role !== 'owner' || (await tx.members.countRole(room.id, 'owner')) > 0) return
  const next = await tx.members.nextOwner(room.id)
  if (next !== undefined) await tx.members.updateRole(room.id, next, 'owner', by)
}
