import { lift, onHold } from '../../legal-holds/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteLegalHold: AppUseCase<'legalHolds.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const lifted = await lift(tx, input.legalHold)
    const { reason } = lifted
    tx.audit.add({ act: 'legalHolds.delete', ...byApp(caller), ...onHold(lifted), reason })
    return {}
  })
