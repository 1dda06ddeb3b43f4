import { requireAccounts } from '../accounts/rules.ts'
import type { UseCase } from '../use-case.ts'
import { newChallenge, saveChallenge } from './rules.ts'

/** They name no passkey, so that they show nothing of any user. */
export const signInOptions: UseCase<'passkeys.signInOptions'> = async (request) => {
  const { store, webauthn, policy } = request
  requireAccounts(policy)
  const challenge = newChallenge()
  const expiresAt = await store.writeUnannounced((tx) => saveChallenge(tx, challenge, undefined))
  return { options: await webauthn.signInOptions(challenge), expiresAt }
}
