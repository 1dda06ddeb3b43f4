import { Refusal } from '../../../protocol/refusals.ts'
import { proveOrFresh } from '../prove.ts'
import type { UseCase } from '../use-case.ts'
import { requireWayIn } from '../way-in.ts'

export const deletePasskey: UseCase<'passkeys.delete'> = async (request) => {
  const { store, caller, input } = request
  const proven = await proveOrFresh(request, input)
  return store.write(async (tx) => {
    await proven(tx)
    const passkey = await tx.passkeys.get(input.passkey)
    if (passkey?.user !== caller.user.id)
      throw new Refusal('not_found', 'You have no passkey with this id: list your passkeys')
    await tx.passkeys.delete(passkey)
    await requireWayIn(tx, caller.user.id)
    return {}
  })
}
