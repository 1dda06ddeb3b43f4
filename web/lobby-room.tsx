import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Composer } from './composer.tsx'
import { Mark, PeopleIcon } from './icons.tsx'
import type { Lobby } from './lobby.ts'
import { Messages } from './messages.tsx'
import { People } from './people.tsx'
import type { Outgoing } from './rows.ts'
import { words } from './words.ts'

const PEOPLE = 'people'

export function LobbyRoom({ lobby, onRefused }: { lobby: Lobby; onRefused: () => void }) {
  const state = useSyncExternalStore(lobby.watch, lobby.read)
  const { link, members } = state

  const [draft, setDraft] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    if (link === 'refused') onRefused()
  })
  const takeBack = useCallback(
    (outgoing: Outgoing) => {
      lobby.discard(outgoing)
      setDraft((draft) => [outgoing.text, draft].filter(Boolean).join('\n'))
      box.current?.focus()
    },
    [lobby],
  )

  return (
    <div className="room">
      <header className="room-head">
        <Mark />
        <h1>{words.lobby}</h1>
        <p className="link" role="status" data-link={link}>
          {link === 'lost' && words.reconnecting}
        </p>
        <button
          type="button"
          className="people-button"
          popoverTarget={PEOPLE}
          aria-label={words.peopleCount(members.size)}
        >
          <PeopleIcon />
          {members.size}
        </button>
      </header>
      <main className="talk">
        <Messages lobby={lobby} state={state} onEdit={takeBack} />
        <Composer
          box={box}
          text={draft}
          isReady={link !== 'coming'}
          onText={setDraft}
          onSend={lobby.send}
        />
      </main>
      <People id={PEOPLE} me={state.me?.id} members={members} />
    </div>
  )
}
