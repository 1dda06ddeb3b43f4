import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { lift, onHold } from './rules.ts'

export const deleteLegalHold: UseCase<'legalHolds.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const by = caller.user.id
    authorizeOnServer('legalHolds.delete', await tx.users.get(by))
    const lifted = await lift(tx, input.legalHold)
    tx.audit.add({ act: 'legalHolds.delete', by, ...onHold(lifted), reason: lifted.reason })
    return {}
  })
