import { requireProof } from '../prove.ts'
import type { UseCase } from '../use-case.ts'

export const deleteSecondFactor: UseCase<'secondFactors.delete'> = async (request) => {
  const { store, caller, input } = request
  const proven = await requireProof(request, input)
  return store.write(async (tx) => {
    await proven(tx)
    await tx.secondFactors.delete(caller.user.id)
    return {}
  })
}
