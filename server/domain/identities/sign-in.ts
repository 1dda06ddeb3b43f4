import { LIMITS } from '../../../protocol/limits.ts'
import { Handle } from '../../../protocol/profile.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { nearest } from '../../../protocol/visible.ts'
import { requireAccounts, requireLink, signUp } from '../accounts/rules.ts'
import type { ProvenIdentity, Tx } from '../ports.ts'
import { beginSession, requireCookies } from '../sessions/rules.ts'
import type { UseCase } from '../use-case.ts'

/** Finds the account by the issuer and the subject alone. An e-mail address or a name of an issuer proves nothing. */
export const signInByIdentity: UseCase<'identities.signIn'> = async (request) => {
  const { store, identityProviders, sessionTokens, credentials, policy, visitor, input } = request
  const { flow, callback, cookie } = input
  requireAccounts(policy)
  requireCookies(visitor, cookie)
  const proven = await identityProviders.finish(flow, callback)
  // A flow that adds an identity must not end as a sign-in.
  if (proven.user !== undefined) throw new Refusal('flow_over')
  const guest =
    input.guestToken === undefined ? undefined : await credentials.guestOf(input.guestToken)
  return store.write(async (tx) => {
    const known = await tx.identities.bySubject(proven.issuer, proven.subject)
    if (known !== undefined) {
      // After the lock, because the identity or the user may be removed at the same moment.
      const account = await tx.accounts.lock(known.user)
      if (account === undefined || !(await tx.identities.get(known.id)))
        throw new Refusal('flow_over')
      await tx.identities.use(known)
      return beginSession(tx, sessionTokens, { user: account.user, visitor, cookie })
    }
    if (!proven.mayJoin) requireLink(policy, input.link)
    const handle = await freeHandle(tx, proven)
    const name = input.name ?? (guest === undefined ? nameOf(proven, handle) : undefined)
    const user = await signUp(tx, { handle, name, guest, link: input.link, password: undefined })
    await tx.identities.create(user.id, proven.issuer, proven.subject)
    return beginSession(tx, sessionTokens, { user, visitor, cookie })
  })
}

/** The issuer’s handle, if it is valid here and free. The user can choose another one later. */
async function freeHandle(tx: Tx, { handle }: ProvenIdentity): Promise<string | undefined> {
  const { data } = Handle.safeParse(handle)
  return data === undefined || (await tx.users.byHandle(data)) ? undefined : data
}

const nameOf = ({ name }: ProvenIdentity, handle: string | undefined): string =>
  nearest(name ?? '', LIMITS.nameLength) || handle || 'New user'
