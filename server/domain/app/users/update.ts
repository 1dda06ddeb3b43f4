import { changedKeys } from '../../audit/rules.ts'
import {
  changed,
  isUnchanged,
  lockedUser,
  newerThanTokens,
  requireCanHaveRole,
  requireFreeHandle,
  roleIn,
} from '../../users/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** Tokens that were issued before the change do not change it back. */
export const updateUser: AppUseCase<'users.update'> = ({ store, caller, input }) =>
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
    const { role: before = 'user' } = user
    tx.audit.add({
      act: 'users.update',
      ...byApp(caller),
      user: user.id,
      ...(before !== role && { before: { role: before } }),
      after: { changed: changedKeys(user, change), ...(before !== role && { role }) },
    })
    await requireFreeHandle(tx, change.handle, user.id)
    return tx.users.update(user, change, await newerThanTokens(tx, user))
  })
