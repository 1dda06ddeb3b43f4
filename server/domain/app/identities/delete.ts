import { ownIdentity } from '../../identities/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteIdentityOfUser: AppUseCase<'identities.delete'> = async ({
  store,
  caller,
  input,
}) => {
  await store.write(async (tx) => {
    await tx.identities.delete(await ownIdentity(tx, input.user, input.identity))
    tx.audit.add({
      act: 'identities.delete',
      ...byApp(caller),
      user: input.user,
      target: input.identity,
    })
  })
  return {}
}
