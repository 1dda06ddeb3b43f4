import type { Role, Room, Sender } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, Tx } from '../ports.ts'
import type { MemberStanding } from '../rooms/rules.ts'

/** A room that has owners keeps one, as long as anybody else is in it. */
export async function requireOtherOwner(
  reader: Reader,
  { room, role }: MemberStanding,
): Promise<void> {
  if (role !== 'owner') return
  if ((await reader.members.countRole(room.id, 'owner')) > 1) return
  if (room.memberCount > 1) throw new Refusal('last_owner')
}

/** Takes a member out of a room. Where the last owner goes, the next member in rank and age becomes owner. */
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
