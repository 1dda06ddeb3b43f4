import { Refusal } from '../../../protocol/refusals.ts'
import { proveOrFresh } from '../prove.ts'
import type { UseCase } from '../use-case.ts'

/** Not on yet: the app must show a right code first, or a mistake would lock its user out. */
export const createSecondFactor: UseCase<'secondFactors.create'> = async (request) => {
  const { store, totpCodes, caller, input } = request
  const proven = await proveOrFresh(request, input)
  const { secret, uri, sealed } = await totpCodes.create(caller.user)
  await store.write(async (tx) => {
    await proven(tx)
    if ((await tx.secondFactors.get(caller.user.id))?.isOn) throw new Refusal('too_many', ONE)
    await tx.secondFactors.create(caller.user.id, sealed)
  })
  return { secret, uri }
}

const ONE = 'The account has a second factor: delete it before you set up another'
