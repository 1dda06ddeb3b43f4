import { Refusal } from '../../../protocol/refusals.ts'
import { isStaff, type MemberStanding, notArchived, notDm } from '../rooms/rules.ts'

/** Who adds people invites them, too. */
export function mayInvite({ room, role }: MemberStanding): void {
  notDm(room.type)
  if (!isStaff(role))
    throw new Refusal(
      'forbidden',
      'Only owners, admins and moderators of the room can invite users',
    )
  notArchived(room)
}
