import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { requireSpaceForPasskey, shownPasskey, takeChallenge } from './rules.ts'

export const createPasskey: UseCase<'passkeys.create'> = async (request) => {
  const { store, webauthn, caller, input } = request
  const { id } = caller.user
  const challenge = await takeChallenge(request, input.credential, id)
  const passkey = await webauthn.verifyNew(input.credential, challenge)
  if (passkey === undefined) throw new Refusal('passkey_refused')
  return store.write(async (tx) => {
    if ((await tx.accounts.lock(id)) === undefined) throw new Refusal('passkey_refused')
    if (await tx.passkeys.byCredential(passkey.credential)) throw new Refusal('passkey_refused')
    await requireSpaceForPasskey(tx, id)
    return shownPasskey(await tx.passkeys.create(id, passkey, input.name))
  })
}
