import type { Chat, Status } from '@parlance/sdk'
import type { Unsent } from '@parlance/sdk/react/window'
import { useEffect, useMemo, useState } from 'react'
import { renewSession, sessions } from './session.ts'
import { openUnsent } from './unsent.ts'

/**
 * What the user of the session has not sent. Undefined until the user's id is known: a session keeps it from the first
 * connection on, so that a page without a network has it, too.
 */
export function useUnsent(chat: Chat): Unsent | undefined {
  const [user, setUser] = useState<string | undefined>(sessions.read().session?.user)
  useEffect(() => {
    function learn(status: Status): void {
      const { session } = sessions.read()
      if (status.state !== 'live' || session === undefined || session.user) return
      renewSession({ ...session, user: status.user.id })
      setUser(status.user.id)
    }
    // The chat can be live before the first effect.
    learn(chat.status)
    return chat.onStatus(learn)
  }, [chat])
  return useMemo(() => (user === undefined ? undefined : openUnsent(chat, user)), [chat, user])
}
