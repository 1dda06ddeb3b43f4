import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Outgoing } from '../sdk/typescript/src/window.ts'
import { Composer } from './composer.tsx'
import { Mark, PeopleIcon } from './icons.tsx'
import type { Lobby } from './lobby.ts'
import { Messages } from './messages.tsx'
import { People } from './people.tsx'
import { texts } from './texts.ts'

const PEOPLE = 'people'

export function LobbyRoom({ lobby, onSessionEnd }: { lobby: Lobby; onSessionEnd: () => void }) {
  const state = useSyncExternalStore(lobby.watch, lobby.read)
  const { connection, members } = state

  const [draft, setDraft] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    if (connection === 'refused') onSessionEnd()
  })
  const editRefused = useCallback(
    (outgoing: Outgoing) => {
      lobby.discard(outgoing)
      setDraft((draft) => [outgoing.input.text, draft].filter(Boolean).join('\n'))
      box.current?.focus()
    },
    [lobby],
  )

  return (
    <div className="room">
      <header className="room-head">
        <Mark />
        <h1>{texts.lobby}</h1>
        <p className="connection" role="status" data-connection={connection}>
          {connection === 'lost' && texts.reconnecting}
        </p>
        <button
          type="button"
          className="people-button"
          popoverTarget={PEOPLE}
          aria-label={texts.peopleCount(members.size)}
        >
          <PeopleIcon />
          {members.size}
        </button>
      </header>
      <main className="conversation">
        <Messages lobby={lobby} state={state} onEdit={editRefused} />
        <Composer
          box={box}
          text={draft}
          isReady={connection !== 'connecting'}
          onText={setDraft}
          onSend={lobby.send}
        />
      </main>
      <People id={PEOPLE} me={state.me?.id} members={members} />
    </div>
  )
}
