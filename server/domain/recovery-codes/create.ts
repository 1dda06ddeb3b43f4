import { requireProof } from '../prove.ts'
import { requireFactor } from '../second-factors/rules.ts'
import type { UseCase } from '../use-case.ts'
import { newRecoveryCodes } from './rules.ts'

export const createRecoveryCodes: UseCase<'recoveryCodes.create'> = async (request) => {
  const { store, caller, input } = request
  const proven = await requireProof(request, input)
  const recoveryCodes = newRecoveryCodes()
  return store.write(async (tx) => {
    await proven(tx)
    await requireFactor(tx, caller.user.id)
    await tx.secondFactors.setRecoveryCodes(caller.user.id, recoveryCodes)
    return { recoveryCodes }
  })
}
