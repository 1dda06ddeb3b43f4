import { beginErasure } from '../../erasures/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createErasure: AppUseCase<'erasures.create'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const outcome = await beginErasure(tx, input)
    const { user, messages } = input
    if (outcome.made)
      tx.audit.add({
        act: 'erasures.create',
        ...byApp(caller),
        user,
        target: outcome.value.id,
        after: { messages },
      })
    return outcome
  })
