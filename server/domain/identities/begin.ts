import { requireAccounts } from '../accounts/rules.ts'
import type { UseCase } from '../use-case.ts'

export const beginSignIn: UseCase<'identities.begin'> = ({ identityProviders, policy, input }) => {
  requireAccounts(policy)
  return identityProviders.begin(input.provider, input.redirectUri, undefined)
}
