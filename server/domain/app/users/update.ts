import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** Tokens that were issued before the change do not change it back. */
export const updateUser: AppUseCase<'users.update'> = ({ store, input }) =>
  store.write(async (tx) => {
    const user = await existingUser(tx, input.user)
    const { name = user.name } = input
    const info = input.info === undefined ? user.info : (input.info ?? undefined)
    const isSame = name === user.name && JSON.stringify(info) === JSON.stringify(user.info)
    if (isSame) return user
    // A token's `iat` is from the app's clock. If that clock is ahead, the token in use must still count as older.
    const namedAt = (await tx.users.namedAt(user.id)) ?? 0
    return tx.users.update(user, { name, info }, Math.max(tx.now, namedAt + 1))
  })
