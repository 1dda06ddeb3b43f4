import { Refusal } from '../../../protocol/refusals.ts'
import { isStaff } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'

const MISSING = 'There is no such invitation, or it is not yours: check the id'

/** By the staff of its room, or by whom it is for. For everyone else there is no such invitation. */
export const deleteInvitation: UseCase<'invitations.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const invitation = await tx.invitations.get(input.invitation)
    if (invitation === undefined) throw new Refusal('not_found', MISSING)
    const standing = await tx.rooms.standing(invitation.room, caller.user.id)
    const isOfStaff = standing?.role !== undefined && isStaff(standing.role)
    if (!isOfStaff && invitation.user !== caller.user.id) throw new Refusal('not_found', MISSING)
    await tx.invitations.end(invitation, caller.user.id)
    return {}
  })
