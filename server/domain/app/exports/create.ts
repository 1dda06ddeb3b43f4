import { beginExport } from '../../exports/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createExport: AppUseCase<'exports.create'> = ({ store, caller, input: { user } }) =>
  store.write(async (tx) => {
    const outcome = await beginExport(tx, { user, requestedBy: 'app' })
    if (outcome.made)
      tx.audit.add({ act: 'exports.create', ...byApp(caller), user, target: outcome.value.id })
    return outcome
  })
