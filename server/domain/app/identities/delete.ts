import { ownIdentity } from '../../identities/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteIdentityOfUser: AppUseCase<'identities.delete'> = async ({ store, input }) => {
  await store.write(async (tx) => {
    await tx.identities.delete(await ownIdentity(tx, input.user, input.identity))
  })
  return {}
}
