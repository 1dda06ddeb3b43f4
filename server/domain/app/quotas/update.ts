import { changedLimits, quotasOf } from '../../quotas/rules.ts'
import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** Every node applies the new limits within a few seconds: see `DailyUsage`. */
export const updateQuotas: AppUseCase<'quotas.update'> = ({ store, policy, input }) =>
  store.write(async (tx) => {
    await tx.quotas.lock(input.user)
    const { id } = await existingUser(tx, input.user)
    await tx.quotas.setLimits(id, changedLimits(await tx.quotas.limitsOf(id), input))
    return { quotas: await quotasOf(tx, policy, id) }
  })
