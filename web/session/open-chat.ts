import { type Chat, ChatError, createChat, type TokenRequest } from '@parlance/sdk'
import { ask, renew } from './api.ts'
import { cookieSocket } from './cookie-socket.ts'
import { forgetPages } from './kept-pages.ts'
import { endSession, renewSession, type Session, sessions } from './session.ts'

/** The time in which another tab reports an account that the guest has created there. */
const REPORT_MS = 1000

/** The connection of a session. The session ends when the server refuses it for good. */
export function openChat(initial: Session): Chat {
  let session = initial

  async function token({ reason }: TokenRequest): Promise<string> {
    if (reason === 'rejected') await next()
    // A browser does not say why it could not open a socket: a request says whether the cookies are valid.
    if (session.kind === 'device') await ask('GET', 'me').catch(nextIfRefused)
    return session.kind === 'tab' ? session.token : ''
  }

  async function next(): Promise<void> {
    try {
      const renewed = await renew(session)
      if (renewed === undefined) throw new ChatError('invalid_token')
      session = renewed
      renewSession(session)
    } catch (error) {
      if (isRefused(error)) end()
      // Without the server there is no answer: the chat tries again.
      throw error
    }
  }
  async function nextIfRefused(error: unknown): Promise<void> {
    if (!isRefused(error)) throw error
    await next()
  }
  function end(): void {
    // The user has signed out meanwhile.
    if (chat.status.state === 'closed') return
    const isGuest = session.kind === 'tab' && session.refreshToken === undefined
    // The drafts stay, for the same user; what others wrote does not.
    void forgetPages(chat)
    chat.close()
    // The guest can have created an account in another tab, whose report leads this one on (see followOtherTabs).
    if (isGuest) setTimeout(endSession, REPORT_MS, 'guest')
    else endSession('server')
  }

  const chat = createChat({
    url: new URL('.', document.baseURI).href,
    token,
    ...(session.kind === 'device' && { transport: cookieSocket }),
  })
  // Without a network a socket stays open in silence: the SDK alone would notice it after 40 s.
  addEventListener('offline', chat.drop)
  // A session that ended in another tab ends here, too.
  const unwatch = sessions.watch(() => {
    if (sessions.read().session === undefined) chat.close()
  })
  chat.onStatus((status) => {
    if (status.state !== 'closed') return
    removeEventListener('offline', chat.drop)
    unwatch()
    // The server has refused the user for good: deleted. A banned user keeps the session, to read the ban and to appeal.
    if (status.error !== undefined && status.error.code !== 'banned') endSession('server')
  })
  return chat
}

const isRefused = (error: unknown): boolean =>
  error instanceof ChatError && !TEMPORARY.has(error.code)

const TEMPORARY: ReadonlySet<string> = new Set([
  'disconnected',
  'rate_limited',
  'unavailable',
  'internal',
])
