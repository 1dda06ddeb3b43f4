import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { type Lobby, openLobby } from './lobby.ts'
import { LobbyRoom } from './lobby-room.tsx'
import { NameForm } from './name-form.tsx'
import { forgetSession, type Session, storedSession, storeSession } from './session.ts'
import { SignUpForm } from './sign-up-form.tsx'
import { texts } from './texts.ts'

type View =
  | { readonly kind: 'sign-up'; readonly name: string; readonly link: string }
  | { readonly kind: 'sign-in'; readonly name: string; readonly notice?: string }
  | { readonly kind: 'lobby'; readonly name: string; readonly lobby: Lobby }

function App({ initial }: { initial: View }) {
  const [view, setView] = useState(initial)

  function signIn(session: Session): void {
    storeSession(session)
    setView(lobbyView(session))
  }
  function endSession(): void {
    forgetSession()
    setView({ kind: 'sign-in', name: view.name, notice: texts.sessionEnded })
  }

  if (view.kind === 'sign-up')
    return (
      <SignUpForm
        link={view.link}
        onSignIn={signIn}
        onCancel={() => setView({ kind: 'sign-in', name: '' })}
      />
    )
  return view.kind === 'sign-in' ? (
    <NameForm name={view.name} notice={view.notice} onSignIn={signIn} />
  ) : (
    <LobbyRoom lobby={view.lobby} onSessionEnd={endSession} />
  )
}

const lobbyView = (session: Session): View => ({
  kind: 'lobby',
  name: session.name,
  lobby: openLobby(session),
})

function initialView(): View {
  const [, link] = /^#link=(pl_link_[\w-]+)$/.exec(location.hash) ?? []
  // A code that stays in the address bar ends up in bookmarks and screenshots.
  if (link !== undefined) history.replaceState(null, '', location.pathname + location.search)
  if (link !== undefined) return { kind: 'sign-up', name: '', link }
  return session === undefined ? { kind: 'sign-in', name: '' } : lobbyView(session)
}

const app = document.getElementById('app')
if (app === null) throw new Error('index.html has no element #app')
const session = storedSession()
createRoot(app).render(
  <StrictMode>
    <App initial={initialView()} />
  </StrictMode>,
)
