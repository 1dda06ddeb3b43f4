import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { hold, onHold } from './rules.ts'

export const createLegalHold: UseCase<'legalHolds.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const by = caller.user.id
    authorizeOnServer('legalHolds.create', await tx.users.get(by))
    const made = await hold(tx, input, by)
    tx.audit.add({ act: 'legalHolds.create', by, ...onHold(made), reason: made.reason })
    return made
  })
