import type { Chat } from '@parlance/sdk'
import { forgetKept } from '@parlance/sdk/outbox'
import { ask } from './api.ts'
import { endSession, type Session } from './session.ts'

/**
 * Ends the session here, or all sessions of the user. A guest has none: the tab forgets the token. Without the server
 * the tab forgets the session all the same, and what it has kept of the user.
 */
export async function signOut(chat: Chat, session: Session, isEverywhere: boolean): Promise<void> {
  const path = isEverywhere ? 'sessions' : 'sessions/current'
  const hasSession = session.kind === 'device' || session.refreshToken !== undefined
  // Only an answer over HTTP removes the cookies.
  if (session.kind === 'device') await ask('DELETE', path).catch(() => undefined)
  else if (hasSession)
    await (isEverywhere
      ? chat.sessions.deleteAll()
      : chat.sessions.delete({ session: 'current' })
    ).catch(() => undefined)
  const user = session.user ?? chat.user?.id
  chat.close()
  endSession(false)
  // A browser that forbids the storage has kept nothing.
  if (user !== undefined) await forgetKept(user).catch(() => undefined)
}
