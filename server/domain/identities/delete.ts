import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { ownIdentity } from './rules.ts'

export const deleteIdentity: UseCase<'identities.delete'> = async ({ store, caller, input }) => {
  const user = caller.user.id
  await store.write(async (tx) => {
    // The lock: two identities that are removed at once must not both be the last but one.
    const account = await tx.accounts.lock(user)
    const identity = await ownIdentity(tx, user, input.identity)
    const others = (await tx.identities.list(user)).length - 1
    if (account?.password === undefined && others === 0) throw new Refusal('last_sign_in')
    await tx.identities.delete(identity)
  })
  return {}
}
