import { SessionId } from '../../../protocol/ids.ts'
import type { UseCase } from '../use-case.ts'
import { COOKIES, ownSession } from './rules.ts'

export const deleteSession: UseCase<'sessions.delete'> = async ({ store, caller, input }) => {
  const id = input.session === 'current' ? caller.session : SessionId.parse(input.session)
  await store.write(async (tx) => {
    await tx.sessions.end([await ownSession(tx, caller.user.id, id)], 'signed_out')
  })
  return { ...(id === caller.session && { [COOKIES]: 'clear' }) }
}
