import { endSessions } from '../../sessions/rules.ts'
import { existingUser } from '../../users/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const deleteAllSessions: AppUseCase<'sessions.deleteAll'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { id } = await existingUser(tx, input.user)
    await endSessions(tx, id, 'by_app')
    tx.audit.add({ act: 'sessions.deleteAll', ...byApp(caller), user: id })
    return {}
  })
