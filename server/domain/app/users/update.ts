import { changed, existingUser, isUnchanged, requireFreeHandle } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** Tokens that were issued before the change do not change it back. */
export const updateUser: AppUseCase<'users.update'> = ({ store, input }) =>
  store.write(async (tx) => {
    const user = await existingUser(tx, input.user)
    const change = {
      name: input.name ?? user.name,
      info: changed(input.info, user.info),
      handle: changed(input.handle, user.handle),
      locale: changed(input.locale, user.locale),
      timeZone: changed(input.timeZone, user.timeZone),
    }
    if (isUnchanged(user, change)) return user
    await requireFreeHandle(tx, change.handle, user.id)
    // A token's `iat` is from the app's clock. If that clock is ahead, the token in use must still count as older.
    const namedAt = (await tx.users.namedAt(user.id)) ?? 0
    return tx.users.update(user, change, Math.max(tx.now, namedAt + 1))
  })
