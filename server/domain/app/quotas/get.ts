import { quotasOf } from '../../quotas/rules.ts'
import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const getQuotas: AppUseCase<'quotas.get'> = ({ store, policy, input }) =>
  store.read(async (reader) => {
    const { id } = await existingUser(reader, input.user)
    return { quotas: await quotasOf(reader, policy, id) }
  })
