import { Refusal } from '../../../protocol/refusals.ts'
import { requireProof } from '../prove.ts'
import type { UseCase } from '../use-case.ts'
import { newRecoveryCodes } from './rules.ts'

export const createRecoveryCodes: UseCase<'recoveryCodes.create'> = async (request) => {
  const { store, caller, input } = request
  const proven = await requireProof(request, input)
  const recoveryCodes = newRecoveryCodes()
  return store.write(async (tx) => {
    await proven(tx)
    if (!(await tx.secondFactors.get(caller.user.id))?.isOn) throw new Refusal('not_found', NONE)
    await tx.secondFactors.setRecoveryCodes(caller.user.id, recoveryCodes)
    return { recoveryCodes }
  })
}

const NONE = 'The account has no second factor: recovery codes come with one'
