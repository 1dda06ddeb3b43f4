import type { Invitation } from '../../../protocol/entities.ts'
import type { InvitationId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { permits } from '../permissions.ts'
import type { Caller, Reader } from '../ports.ts'

export const isOver = ({ expiresAt }: Invitation, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now

/** An invitation, for the staff of its room and the invited user. For others it does not exist: `not_found`. */
export async function visibleInvitation(
  reader: Reader,
  { user }: Caller,
  id: InvitationId,
  command: 'invitations.get' | 'invitations.delete',
): Promise<Invitation> {
  const invitation = await reader.invitations.get(id)
  if (invitation === undefined) throw new Refusal('not_found')
  const standing = await reader.rooms.standing(invitation.room, user.id)
  if (!permits(command, standing?.role, invitation.user === user.id)) throw new Refusal('not_found')
  return invitation
}
