import { proveOrFresh } from '../prove.ts'
import type { UseCase } from '../use-case.ts'
import { requireWayIn } from '../way-in.ts'
import { ownPasskey } from './rules.ts'

export const deletePasskey: UseCase<'passkeys.delete'> = async (request) => {
  const { store, caller, input } = request
  const proven = await proveOrFresh(request, input)
  return store.write(async (tx) => {
    await proven(tx)
    const passkey = await ownPasskey(tx, caller.user.id, input.passkey)
    await requireWayIn(tx, caller.user.id, passkey.id)
    await tx.passkeys.delete(passkey)
    return {}
  })
}
