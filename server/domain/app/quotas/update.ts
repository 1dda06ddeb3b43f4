import type { AppInput } from '../../../../protocol/management.ts'
import { changedLimits, quotasOf } from '../../quotas/rules.ts'
import { existingUser } from '../../users/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** The nodes read new limits of a day with the day's usage: see `DailyUsage`. */
export const updateQuotas: AppUseCase<'quotas.update'> = ({ store, policy, caller, input }) =>
  store.write(async (tx) => {
    await tx.quotas.lock(input.user)
    const { id } = await existingUser(tx, input.user)
    await tx.quotas.setLimits(id, changedLimits(await tx.quotas.limitsOf(id), input))
    tx.audit.add({ act: 'quotas.update', ...byApp(caller), user: id, after: limitsIn(input) })
    return { quotas: await quotasOf(tx, policy, id) }
  })

const limitsIn = ({ user: _, ...limits }: AppInput<'quotas.update'>) => limits
