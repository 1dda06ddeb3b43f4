import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader } from '../ports.ts'
import type { MemberStanding } from '../rooms/rules.ts'

/** A room that has owners keeps one, as long as anybody else is in it. */
export async function keepsOwner(reader: Reader, { room, role }: MemberStanding): Promise<void> {
  if (role !== 'owner') return
  if ((await reader.members.countRole(room.id, 'owner')) > 1) return
  if (room.memberCount > 1) throw new Refusal('last_owner')
}
