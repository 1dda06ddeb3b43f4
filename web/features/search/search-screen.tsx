import { useChat, useRooms } from '@parlance/sdk/react'
import { type FormEvent, useRef, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useToday } from '../../lib/use-today.ts'
import { Button } from '../../ui/button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Notice, Skeleton } from '../../ui/states.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { usePeople } from '../people/index.ts'
import { useRoomNames } from '../room-names/index.ts'
import { forget } from './found.ts'
import { Hits } from './hits.tsx'
import { type Known, resolve, suggestions } from './query.ts'
import { SearchHelp } from './search-help.tsx'

/** The messages that contain the words of the address, and the field for others. */
export function SearchScreen() {
  const chat = useChat()
  const words = useWords()
  const [, navigate] = useLocation()
  const asked = new URLSearchParams(useSearch()).get('q') ?? ''
  const { rooms, state } = useRooms()
  const names = useRoomNames(rooms)
  const people = usePeople(rooms)
  const [typed, setTyped] = useState(asked)
  const [shownFor, setShownFor] = useState(asked)
  const input = useRef<HTMLInputElement>(null)
  useToday()
  // The address has changed: by Back, or by a link.
  if (shownFor !== asked) {
    setShownFor(asked)
    setTyped(asked)
  }

  const me = chat.user?.id
  const known: Known = { rooms, nameOf: (room) => names.get(room) ?? '', people: people ?? [], me }
  const wanted = asked.trim()
  const isReady = state === 'ready' && people !== undefined && me !== undefined
  const { q, unknown } = resolve(wanted, known)

  function ask(event: FormEvent): void {
    event.preventDefault()
    forget(chat, resolve(typed.trim(), known).q)
    navigate(`/search?q=${encodeURIComponent(typed.trim())}`, { replace: wanted === '' })
  }
  function complete(query: string): void {
    setTyped(query)
    input.current?.focus()
  }
  return (
    <main className="screen search-screen">
      <ScreenHead>
        <h1>{words.search}</h1>
      </ScreenHead>
      <div className="screen-body">
        <search>
          <form onSubmit={ask}>
            <input
              ref={input}
              className="input"
              type="search"
              dir="auto"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              // biome-ignore lint/a11y/noAutofocus: one comes here to type into this field
              autoFocus={wanted === '' || /:"[^"]*" $/.test(asked)}
              placeholder={words.searchHint}
              aria-label={words.searchHint}
              enterKeyHint="search"
              autoComplete="off"
              required
            />
            <Button type="submit" look="primary" icon="search">
              {words.search}
            </Button>
          </form>
        </search>
        <SearchHelp
          suggested={suggestions(typed, known)}
          onFilter={(filter) => complete(`${typed.trimEnd()}${typed.trim() && ' '}${filter}:`)}
          onSuggestion={complete}
        />
        {wanted !== '' &&
          (!isReady ? (
            <Skeleton rows={4} />
          ) : unknown ? (
            <Notice>
              {fill(unknown.filter === 'in' ? words.noSuchRoom : words.noSuchPerson, {
                name: unknown.name,
              })}
            </Notice>
          ) : (
            <Hits key={q} q={q} nameOf={known.nameOf} />
          ))}
      </div>
    </main>
  )
}
