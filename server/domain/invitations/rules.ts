import type { Invitation } from '../../../protocol/entities.ts'
import type { InvitationId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Caller, Reader } from '../ports.ts'
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

export const isOver = ({ expiresAt }: Invitation, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now

/** For the staff of its room, and for whom it is. For everyone else there is no such invitation. */
export async function visibleInvitation(
  reader: Reader,
  { user }: Caller,
  id: InvitationId,
): Promise<Invitation> {
  const invitation = await reader.invitations.get(id)
  if (invitation === undefined) throw new Refusal('not_found')
  const standing = await reader.rooms.standing(invitation.room, user.id)
  const isOfStaff = standing?.role !== undefined && isStaff(standing.role)
  if (!isOfStaff && invitation.user !== user.id) throw new Refusal('not_found')
  return invitation
}
