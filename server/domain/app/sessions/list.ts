import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const listSessions: AppUseCase<'sessions.list'> = ({ store, input }) =>
  store.read(async (reader) => {
    const { id } = await existingUser(reader, input.user)
    const sessions = await reader.sessions.list(id)
    return { sessions: sessions.map(({ user: _, ...session }) => session) }
  })
