import { Refusal } from '../../../protocol/refusals.ts'
import { endSessions } from '../sessions/rules.ts'
import type { UseCase } from '../use-case.ts'
import { lockedUser, requireFreeHandle, settingsOf } from '../users/rules.ts'
import { checkPassword, lockUnchanged, shownAccount } from './rules.ts'

/** A change of the handle or the password needs the current password: an open page of somebody is not enough. */
export const updateAccount: UseCase<'accounts.update'> = async (request) => {
  const { store, passwords, caller, input } = request
  const { id } = caller.user
  if (input.currentPassword === undefined)
    throw new Refusal('invalid_input', 'currentPassword is missing', {
      currentPassword: 'is missing',
    })
  const before = await checkPassword(request, id, input.currentPassword)
  const password = input.password && (await passwords.hash(input.password))
  return store.write(async (tx) => {
    await lockUnchanged(tx, before)
    const { handle } = input
    if (handle !== undefined && handle !== before.user.handle) {
      await requireFreeHandle(tx, handle, id)
      const user = await lockedUser(tx, id)
      await tx.users.update(user, { ...settingsOf(user), handle })
    }
    if (password !== undefined) {
      await tx.accounts.setPassword(id, password)
      await endSessions(tx, id, 'password_changed', caller.session)
    }
    return shownAccount(tx, (await tx.accounts.get(id)) ?? before)
  })
}
