import { requireAccounts } from '../accounts/rules.ts'
import type { UseCase } from '../use-case.ts'
import { requireAccount } from './rules.ts'

/** The flow names the caller: another user’s browser cannot be made to end it. */
export const connectIdentity: UseCase<'identities.connect'> = async (request) => {
  const { store, identityProviders, policy, caller, input } = request
  requireAccounts(policy)
  await store.read((reader) => requireAccount(reader, caller))
  return identityProviders.begin(input.provider, input.redirectUri, caller.user.id)
}
