import { Refusal } from '../../../protocol/refusals.ts'
import { authorizeOnServer } from '../authorize.ts'
import type { UseCase } from '../use-case.ts'
import { lockedUser, newerThanTokens, requireCanHaveRole, roleIn, settingsOf } from './rules.ts'

/** The last administrator stays one, as otherwise nobody here could name another. */
export const updateRole: UseCase<'users.updateRole'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    // Two administrators who take the role from each other, or from themselves, come one after the other.
    await tx.users.lockRoles()
    authorizeOnServer('users.updateRole', await tx.users.get(caller.user.id))
    const user = await lockedUser(tx, input.user)
    const { role = 'user' } = user
    if (role === input.role) return user
    requireCanHaveRole(user, input.role)
    if (role === 'administrator' && (await tx.users.countRole(role)) === 1)
      throw new Refusal('last_administrator')
    tx.audit.add({
      act: 'users.updateRole',
      by: caller.user.id,
      user: user.id,
      before: { role },
      after: { role: input.role },
    })
    const change = { ...settingsOf(user), role: roleIn(input.role) }
    return tx.users.update(user, change, await newerThanTokens(tx, user))
  })
