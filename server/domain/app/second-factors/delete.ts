import { existingUser } from '../../users/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteSecondFactor: AppUseCase<'secondFactors.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { id } = await existingUser(tx, input.user)
    await tx.accounts.lock(id)
    await tx.secondFactors.delete(id)
    tx.audit.add({ act: 'secondFactors.delete', ...byApp(caller), user: id })
    return {}
  })
