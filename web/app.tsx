import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { type Lobby, openLobby } from './lobby.ts'
import { LobbyRoom } from './lobby-room.tsx'
import { NameForm } from './name-form.tsx'
import { forgetSession, keepSession, keptSession, type Session } from './session.ts'
import { words } from './words.ts'

type At =
  | { readonly place: 'door'; readonly name: string; readonly notice?: string }
  | { readonly place: 'lobby'; readonly name: string; readonly lobby: Lobby }

function App({ kept }: { kept: At }) {
  const [at, go] = useState(kept)

  function enter(session: Session): void {
    keepSession(session)
    go(inside(session))
  }
  function turnBack(): void {
    forgetSession()
    go({ place: 'door', name: at.name, notice: words.unknown })
  }

  return at.place === 'door' ? (
    <NameForm name={at.name} notice={at.notice} onEnter={enter} />
  ) : (
    <LobbyRoom lobby={at.lobby} onRefused={turnBack} />
  )
}

const inside = ({ token, name }: Session): At => ({ place: 'lobby', name, lobby: openLobby(token) })

const app = document.getElementById('app')
if (app === null) throw new Error('index.html has no place for the app')
const session = keptSession()
createRoot(app).render(
  <StrictMode>
    <App kept={session === undefined ? { place: 'door', name: '' } : inside(session)} />
  </StrictMode>,
)
