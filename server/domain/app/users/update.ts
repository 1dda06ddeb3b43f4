import {
  changed,
  isUnchanged,
  lockedUser,
  newerThanTokens,
  requireCanHaveRole,
  requireFreeHandle,
  roleIn,
} from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** Tokens that were issued before the change do not change it back. */
export const updateUser: AppUseCase<'users.update'> = ({ store, input }) =>
  store.write(async (tx) => {
    const user = await lockedUser(tx, input.user)
    const { role = user.role ?? 'user' } = input
    requireCanHaveRole(user, role)
    const change = {
      name: input.name ?? user.name,
      info: changed(input.info, user.info),
      role: roleIn(role),
      handle: changed(input.handle, user.handle),
      locale: changed(input.locale, user.locale),
      timeZone: changed(input.timeZone, user.timeZone),
    }
    if (isUnchanged(user, change)) return user
    await requireFreeHandle(tx, change.handle, user.id)
    return tx.users.update(user, change, await newerThanTokens(tx, user))
  })
