import { proveOrFresh } from '../prove.ts'
import type { UseCase } from '../use-case.ts'
import { requireNoFactor } from './rules.ts'

/** Not on yet: the app must show a right code first, or a mistake would lock its user out. */
export const createSecondFactor: UseCase<'secondFactors.create'> = async (request) => {
  const { store, totpCodes, caller, input } = request
  const proven = await proveOrFresh(request, input)
  const { secret, uri, sealed } = await totpCodes.create(caller.user)
  await store.write(async (tx) => {
    await proven(tx)
    await requireNoFactor(tx, caller.user.id)
    await tx.secondFactors.create(caller.user.id, sealed)
  })
  return { secret, uri }
}
