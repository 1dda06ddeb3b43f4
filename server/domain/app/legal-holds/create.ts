import { SYSTEM } from '../../../../protocol/ids.ts'
import { hold, onHold } from '../../legal-holds/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createLegalHold: AppUseCase<'legalHolds.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const made = await hold(tx, input, SYSTEM)
    const reason = made.reason
    tx.audit.add({ act: 'legalHolds.create', ...byApp(caller), ...onHold(made), reason })
    return made
  })
