import { Refusal } from '../../../../protocol/refusals.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteSession: AppUseCase<'sessions.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const session = await tx.sessions.get(input.session)
    if (session?.user !== input.user)
      throw new Refusal('not_found', 'The user has no session with this id: list the sessions')
    await tx.sessions.end([session], 'by_app')
    tx.audit.add({
      act: 'sessions.delete',
      ...byApp(caller),
      user: input.user,
      target: session.id,
    })
    return {}
  })
