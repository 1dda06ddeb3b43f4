import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { requireAccounts } from '../accounts/rules.ts'
import type { UseCase } from '../use-case.ts'
import { identityOf, requireAccount } from './rules.ts'

export const createIdentity: UseCase<'identities.create'> = async (request) => {
  const { store, identityProviders, policy, caller, input } = request
  requireAccounts(policy)
  const proven = await identityProviders.finish(input.flow, input.callback)
  if (proven.user !== caller.user.id) throw new Refusal('flow_over')
  return store.write(async (tx) => {
    await requireAccount(tx, caller)
    const { issuer, subject } = proven
    const known = await tx.identities.bySubject(issuer, subject)
    if (known !== undefined && known.user !== caller.user.id) throw new Refusal('identity_taken')
    if (known !== undefined) return identityOf(known, identityProviders)
    if ((await tx.identities.list(caller.user.id)).length >= LIMITS.identitiesPerUser)
      throw new Refusal(
        'too_many',
        `At most ${LIMITS.identitiesPerUser} identities of one user are allowed: remove one before you add another`,
      )
    return identityOf(
      await tx.identities.create(caller.user.id, issuer, subject),
      identityProviders,
    )
  })
}
