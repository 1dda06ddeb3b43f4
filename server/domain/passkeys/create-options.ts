import { proveOrFresh } from '../prove.ts'
import type { UseCase } from '../use-case.ts'
import { newChallenge, saveChallenge } from './rules.ts'

/** The proof is asked for here: the challenge then stands for it. */
export const createOptions: UseCase<'passkeys.createOptions'> = async (request) => {
  const { store, webauthn, caller, input } = request
  const proven = await proveOrFresh(request, input)
  const challenge = newChallenge()
  const { expiresAt, known } = await store.write(async (tx) => {
    await proven(tx)
    return {
      expiresAt: await saveChallenge(tx, challenge, caller.user.id),
      known: await tx.passkeys.list(caller.user.id),
    }
  })
  return { options: await webauthn.creationOptions(caller.user, challenge, known), expiresAt }
}
