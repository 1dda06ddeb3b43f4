import type { MyRoom } from '@parlance/sdk'
import { type KeyboardEvent, useId, useState } from 'react'
import { useLocation } from 'wouter'
import { isComposing } from '../../lib/keys.ts'
import { matches } from '../../lib/match.ts'
import { roomPath } from '../../lib/paths.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon, type IconName } from '../../ui/icons.tsx'
import { Badge } from '../../ui/labels.tsx'
import { RoomName } from '../../ui/names.tsx'
import { count, fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { iconOf, useRoomNames } from '../room-names/index.ts'

/** The most rooms that are listed. */
const SHOWN = 12

type Props = { readonly rooms: readonly MyRoom[]; readonly onClose: () => void }
type Choice = {
  readonly path: string
  readonly icon: IconName
  readonly text: string
  readonly room?: MyRoom
}

/** Leads to a room by the beginning of any word of its name. Without a query, the rooms last active come first. */
export function Switcher({ rooms, onClose }: Props) {
  const words = useWords()
  const { lobby } = useSignedIn()
  const [, navigate] = useLocation()
  const names = useRoomNames(rooms)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()

  const found = matches(rooms, query, (room) => names.get(room.id) ?? '').slice(0, SHOWN)
  const wanted = query.trim()
  const choices: readonly Choice[] = [
    ...found.map((room) => ({
      path: roomPath(room.id, lobby),
      icon: iconOf(room),
      text: names.get(room.id) ?? '',
      room,
    })),
    wanted === ''
      ? { path: '/rooms', icon: 'compass', text: words.browse }
      : {
          path: `/search?q=${encodeURIComponent(wanted)}`,
          icon: 'search',
          text: fill(words.searchFor, { query: wanted }),
        },
  ]
  const chosen = Math.min(at, choices.length - 1)

  function go(choice: Choice | undefined): void {
    if (choice === undefined) return
    onClose()
    navigate(choice.path)
  }
  function press(event: KeyboardEvent): void {
    if (isComposing(event.nativeEvent)) return
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') go(choices[chosen])
    else if (by !== undefined) setAt((chosen + by + choices.length) % choices.length)
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={words.switcher} onClose={onClose}>
      <div className="switcher">
        <input
          className="input"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={`${id}-${chosen}`}
          aria-label={words.switcherHint}
          placeholder={words.switcherHint}
          dir="auto"
          value={query}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={press}
        />
        <div id={`${id}-list`} role="listbox" tabIndex={-1} aria-label={words.rooms}>
          {choices.map((choice, place) => (
            <button
              key={choice.path}
              id={`${id}-${place}`}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={place === chosen}
              onPointerMove={() => setAt(place)}
              onClick={() => go(choice)}
            >
              {choice.room ? (
                <RoomName name={choice.text} icon={choice.icon} />
              ) : (
                <>
                  <Icon name={choice.icon} />
                  <span className="name">{choice.text}</span>
                </>
              )}
              {choice.room && choice.room.unread > 0 && (
                <Badge
                  n={choice.room.unread}
                  label={count(words.locale, words.unread, choice.room.unread)}
                  look={choice.room.mentions > 0 ? 'accent' : 'quiet'}
                />
              )}
            </button>
          ))}
        </div>
      </div>
    </Dialog>
  )
}
