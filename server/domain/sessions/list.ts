import type { UseCase } from '../use-case.ts'

export const listSessions: UseCase<'sessions.list'> = ({ store, caller }) =>
  store.read(async (reader) => ({
    sessions: (await reader.sessions.list(caller.user.id)).map(({ user: _, ...session }) => ({
      ...session,
      current: session.id === caller.session,
    })),
  }))
