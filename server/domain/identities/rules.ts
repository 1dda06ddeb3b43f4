import type { Identity } from '../../../protocol/entities.ts'
import type { IdentityId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Caller, IdentityProviders, Reader, StoredIdentity } from '../ports.ts'

/** Users of the app and guests have no account: whoever proves an identity must not become them. */
export async function requireAccount(
  reader: Reader,
  { user }: { readonly user: Pick<Caller['user'], 'id'> },
): Promise<void> {
  if ((await reader.accounts.get(user.id)) === undefined)
    throw new Refusal('forbidden', 'You have no account here: sign up first')
}

export function identityOf(
  { id, issuer, createdAt, usedAt }: StoredIdentity,
  providers: IdentityProviders,
): Identity {
  const provider = providers.providerOf(issuer)
  return { id, issuer, createdAt, usedAt, ...(provider !== undefined && { provider }) }
}

/** Refuses `not_found`, also for an identity of another user. */
export async function ownIdentity(
  reader: Reader,
  user: UserId,
  id: IdentityId,
): Promise<StoredIdentity> {
  const identity = await reader.identities.get(id)
  if (identity === undefined || identity.user !== user)
    throw new Refusal('not_found', 'The user has no identity with this id: list the identities')
  return identity
}
