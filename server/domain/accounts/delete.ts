import { eraseUser } from '../erase-user.ts'
import { requirePassword } from '../prove.ts'
import { COOKIES } from '../sessions/rules.ts'
import type { UseCase } from '../use-case.ts'
import { lockUnchanged } from './rules.ts'

/** The user is deleted as by the app. The messages stay, under the name of a deleted user. */
export const deleteAccount: UseCase<'accounts.delete'> = async (request) => {
  const { store, caller, input } = request
  const { id } = caller.user
  const before = await requirePassword(request, input.password)
  await store.write(async (tx) => {
    await lockUnchanged(tx, before)
    await eraseUser(tx, id)
  })
  return { [COOKIES]: 'clear' }
}
