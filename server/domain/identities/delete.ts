import type { UseCase } from '../use-case.ts'
import { requireWayIn } from '../way-in.ts'
import { ownIdentity } from './rules.ts'

export const deleteIdentity: UseCase<'identities.delete'> = async ({ store, caller, input }) => {
  const user = caller.user.id
  await store.write(async (tx) => {
    await tx.accounts.lock(user)
    const identity = await ownIdentity(tx, user, input.identity)
    await requireWayIn(tx, user, identity.id)
    await tx.identities.delete(identity)
  })
  return {}
}
