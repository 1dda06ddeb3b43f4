import type { UseCase } from '../use-case.ts'
import { COOKIES, endSessions } from './rules.ts'

/** Signs out everywhere. */
export const deleteAllSessions: UseCase<'sessions.deleteAll'> = async ({
  store,
  caller,
  input,
}) => {
  const except = input.others ? caller.session : undefined
  await store.write(async (tx) => {
    // A sign-in at the same moment is either before this, and ended, or after it.
    await tx.accounts.lock(caller.user.id)
    await endSessions(tx, caller.user.id, 'signed_out_everywhere', except)
  })
  return { ...(!input.others && { [COOKIES]: 'clear' }) }
}
