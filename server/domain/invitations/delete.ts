import type { UseCase } from '../use-case.ts'
import { visibleInvitation } from './rules.ts'

/** By the staff of its room, or by whom it is for. */
export const deleteInvitation: UseCase<'invitations.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    await tx.invitations.end(await visibleInvitation(tx, caller, input.invitation), caller.user.id)
    return {}
  })
