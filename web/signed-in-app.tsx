import { ChatProvider } from '@parlance/sdk/react'
import { UnsentProvider } from '@parlance/sdk/react/window'
import { useMemo, useState } from 'react'
import { AppRoutes } from './routes.tsx'
import { openChat } from './session/open-chat.ts'
import { sessions } from './session/session.ts'
import { signOut } from './session/sign-out.ts'
import { SignedInProvider } from './session/signed-in.ts'
import { useInvitation } from './session/use-invitation.ts'
import { useLobby } from './session/use-lobby.ts'
import { useUnsent } from './session/use-unsent.ts'

/** One session: one chat, for as long as it lasts. */
export function SignedInApp() {
  const [chat] = useState(openSessionChat)
  const lobby = useLobby(chat)
  const unsent = useUnsent(chat)
  useInvitation(chat)
  const signedIn = useMemo(
    () => ({
      lobby,
      async signOut(isEverywhere: boolean): Promise<void> {
        const { session } = sessions.read()
        if (session !== undefined) await signOut(chat, session, isEverywhere)
      },
    }),
    [chat, lobby],
  )
  return (
    <ChatProvider value={chat}>
      <SignedInProvider value={signedIn}>
        {unsent && (
          <UnsentProvider value={unsent}>
            <AppRoutes />
          </UnsentProvider>
        )}
      </SignedInProvider>
    </ChatProvider>
  )
}

function openSessionChat() {
  const { session } = sessions.read()
  if (session === undefined) throw new Error('nobody is signed in')
  return openChat(session)
}
