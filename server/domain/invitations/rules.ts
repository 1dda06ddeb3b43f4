import type { Invitation } from '../../../protocol/entities.ts'
import type { InvitationId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { authorize } from '../authorize.ts'
import type { Reader } from '../ports.ts'

export const isOver = ({ expiresAt }: Invitation, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now

/** An invitation, for the staff of its room and the invited user. For others it does not exist: `not_found`. */
export async function visibleInvitation(
  reader: Reader,
  user: UserId,
  id: InvitationId,
  command: 'invitations.get' | 'invitations.delete',
): Promise<Invitation> {
  const invitation = await reader.invitations.get(id)
  if (invitation === undefined) throw new Refusal('not_found')
  if (invitation.user !== user)
    authorize(command, await reader.rooms.standing(invitation.room, user))
  if (command === 'invitations.get' && isOver(invitation, reader.now))
    throw new Refusal('not_found')
  return invitation
}
