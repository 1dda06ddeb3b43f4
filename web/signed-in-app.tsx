import { type Chat, userId } from '@parlance/sdk'
import { ChatProvider } from '@parlance/sdk/react'
import { UnsentProvider } from '@parlance/sdk/react/window'
import { lazy, Suspense, useMemo, useState, useSyncExternalStore } from 'react'
import { Attention } from './features/attention/index.ts'
import { ModerationHost } from './features/moderation/index.ts'
import { AppRoutes } from './routes.tsx'
import { openChat } from './session/open-chat.ts'
import { sessions } from './session/session.ts'
import { signOut } from './session/sign-out.ts'
import { SignedInProvider } from './session/signed-in.ts'
import { useInvitation } from './session/use-invitation.ts'
import { type OpenedPages, useKeptPages, useKeptRooms } from './session/use-kept-pages.ts'
import { useLobby } from './session/use-lobby.ts'
import { useUnsent } from './session/use-unsent.ts'

const BannedScreen = lazy(() =>
  import('./features/banned/index.ts').then((m) => ({ default: m.BannedScreen })),
)

/** One session: one chat, for as long as it lasts. */
export function SignedInApp() {
  const [chat] = useState(openSessionChat)
  const { session } = useSyncExternalStore(sessions.watch, sessions.read)
  const unsent = useUnsent(chat)
  const opened = useKeptPages(chat, session?.user)
  const status = useSyncExternalStore(chat.onStatus, () => chat.status)
  if (session !== undefined && status.state === 'closed' && status.error?.code === 'banned')
    return (
      <Suspense>
        <BannedScreen onSignOut={() => void signOut(chat, session, false)} />
      </Suspense>
    )
  if (unsent === undefined || opened === undefined || session?.user === undefined) return null
  return (
    <ChatProvider value={chat}>
      <UnsentProvider value={unsent}>
        <OpenedApp chat={chat} id={session.user} name={session.name} kept={opened} />
      </UnsentProvider>
    </ChatProvider>
  )
}

type Props = {
  readonly chat: Chat
  readonly id: string
  readonly name: string
  readonly kept: OpenedPages
}

function OpenedApp({ chat, id, name, kept }: Props) {
  const lobby = useLobby(chat, kept.lobby)
  useKeptRooms(chat, kept.rooms, lobby)
  useInvitation(chat)
  const signedIn = useMemo(
    () => ({
      me: { id: userId(id), name },
      lobby,
      async signOut(isEverywhere: boolean): Promise<void> {
        const { session } = sessions.read()
        if (session !== undefined) await signOut(chat, session, isEverywhere)
      },
    }),
    [chat, id, name, lobby],
  )
  return (
    <SignedInProvider value={signedIn}>
      <Suspense>
        <Attention />
      </Suspense>
      <AppRoutes />
      <ModerationHost />
    </SignedInProvider>
  )
}

let opened: Chat | undefined

/** One at a time, because React can begin a first render twice. */
function openSessionChat(): Chat {
  const { session } = sessions.read()
  if (session === undefined) throw new Error('nobody is signed in')
  if (opened === undefined || opened.status.state === 'closed') opened = openChat(session)
  return opened
}
