import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteSecondFactor: AppUseCase<'secondFactors.delete'> = ({ store, input }) =>
  store.write(async (tx) => {
    const { id } = await existingUser(tx, input.user)
    await tx.accounts.lock(id)
    await tx.secondFactors.delete(id)
    return {}
  })
