import { changeEmail, requireMail } from '../mail/rules.ts'
import { requirePassword } from '../prove.ts'
import { endSessions } from '../sessions/rules.ts'
import type { UseCase } from '../use-case.ts'
import { lockedUser, requireFreeHandle, settingsOf } from '../users/rules.ts'
import { lockUnchanged, shownAccount } from './rules.ts'

/** A change needs the current password: an open page of somebody is not enough. */
export const updateAccount: UseCase<'accounts.update'> = async (request) => {
  const { store, passwords, policy, caller, input } = request
  const { id } = caller.user
  const { currentPassword } = input
  requireMail(policy, input.email)
  const before = await requirePassword(request, currentPassword)
  const password = input.password && (await passwords.hash(input.password))
  return store.write(async (tx) => {
    await lockUnchanged(tx, before)
    const { handle } = input
    if (handle !== undefined && handle !== before.user.handle) {
      await requireFreeHandle(tx, handle, id)
      const user = await lockedUser(tx, id)
      await tx.users.update(user, { ...settingsOf(user), handle })
    }
    if (input.email !== undefined) await changeEmail(tx, policy, before, input.email)
    if (password !== undefined) {
      await tx.links.deleteMailed(id, ['password'])
      await tx.accounts.setPassword(id, password)
      await endSessions(tx, id, 'password_changed', caller.session)
    }
    return shownAccount(tx, (await tx.accounts.get(id)) ?? before)
  })
}
