import { existingUser } from '../../users/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** Also the last way to sign in: the app then gives the user a link for a password. */
export const deleteAllPasskeys: AppUseCase<'passkeys.deleteAll'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { id } = await existingUser(tx, input.user)
    await tx.accounts.lock(id)
    for (const passkey of await tx.passkeys.list(id)) await tx.passkeys.delete(passkey)
    tx.audit.add({ act: 'passkeys.deleteAll', ...byApp(caller), user: id })
    return {}
  })
