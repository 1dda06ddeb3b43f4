import { SessionId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { COOKIES } from './rules.ts'

export const deleteSession: UseCase<'sessions.delete'> = async ({ store, caller, input }) => {
  const id = input.session === 'current' ? caller.session : SessionId.parse(input.session)
  await store.write(async (tx) => {
    const session = id && (await tx.sessions.get(id))
    if (!session || session.user !== caller.user.id)
      throw new Refusal('not_found', 'You have no session with this id: list your sessions')
    await tx.sessions.end(session, 'signed_out')
  })
  return { ...(id === caller.session && { [COOKIES]: 'clear' }) }
}
