import { Refusal } from '../../../protocol/refusals.ts'
import { requireAccounts } from '../accounts/rules.ts'
import { takeChallenge } from '../passkeys/rules.ts'
import type { UseCase } from '../use-case.ts'
import { beginSession, requireCookies } from './rules.ts'

/** A passkey verifies its user itself, so it is two factors in one. */
export const createSessionByPasskey: UseCase<'sessions.createByPasskey'> = async (request) => {
  const { store, webauthn, sessionTokens, policy, visitor, input } = request
  const { credential, cookie } = input
  requireAccounts(policy)
  requireCookies(visitor, cookie)
  const challenge = await takeChallenge(request, credential, undefined)
  const { id } = credential
  const passkey =
    typeof id === 'string'
      ? await store.read((reader) => reader.passkeys.byCredential(id))
      : undefined
  const counter = passkey && (await webauthn.verifySignIn(credential, challenge, passkey))
  if (passkey === undefined || counter === undefined) throw new Refusal('passkey_refused')
  return store.write(async (tx) => {
    const account = await tx.accounts.lock(passkey.user)
    const current = await tx.passkeys.get(passkey.id)
    // Removed since, or another sign-in with a copy of the passkey was faster.
    if (!account || current?.counter !== passkey.counter) throw new Refusal('passkey_refused')
    await tx.passkeys.use(passkey.id, counter)
    return beginSession(tx, sessionTokens, { user: account.user, visitor, cookie })
  })
}
