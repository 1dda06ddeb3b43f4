import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { type Lobby, openLobby } from './lobby.ts'
import { LobbyRoom } from './lobby-room.tsx'
import { NameForm } from './name-form.tsx'
import { forgetSession, type Session, storedSession, storeSession } from './session.ts'
import { texts } from './texts.ts'

type View =
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

  return view.kind === 'sign-in' ? (
    <NameForm name={view.name} notice={view.notice} onSignIn={signIn} />
  ) : (
    <LobbyRoom lobby={view.lobby} onSessionEnd={endSession} />
  )
}

const lobbyView = ({ token, name }: Session): View => ({
  kind: 'lobby',
  name,
  lobby: openLobby(token),
})

const app = document.getElementById('app')
if (app === null) throw new Error('index.html has no element #app')
const session = storedSession()
createRoot(app).render(
  <StrictMode>
    <App initial={session === undefined ? { kind: 'sign-in', name: '' } : lobbyView(session)} />
  </StrictMode>,
)
