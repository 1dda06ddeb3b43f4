import { existing } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** From now on; what older tokens say of them no longer counts. */
export const updateUser: AppUseCase<'users.update'> = ({ store, input }) =>
  store.write(async (tx) => {
    const user = await existing(tx, input.user)
    const { name = user.name } = input
    const info = input.info === undefined ? user.info : (input.info ?? undefined)
    const isSame = name === user.name && JSON.stringify(info) === JSON.stringify(user.info)
    if (isSame) return user
    // A token says by the app's clock when it was issued. If that is ahead, the one in use stays older.
    const namedAt = (await tx.users.namedAt(user.id)) ?? 0
    return tx.users.update(user, { name, info }, Math.max(tx.now, namedAt + 1))
  })
