import type { UseCase } from '../use-case.ts'
import { visibleInvitation } from './rules.ts'

/** The staff of the room take it back, or the invited user declines it. */
export const deleteInvitation: UseCase<'invitations.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const invitation = await visibleInvitation(
      tx,
      caller.user.id,
      input.invitation,
      'invitations.delete',
    )
    await tx.invitations.end(invitation, caller.user.id)
    if (invitation.user !== caller.user.id)
      tx.audit.add({
        act: 'invitations.delete',
        by: caller.user.id,
        room: invitation.room,
        user: invitation.user,
        target: invitation.id,
      })
    return {}
  })
