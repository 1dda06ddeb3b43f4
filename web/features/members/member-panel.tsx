import type { MyRoom, Presence, UserId } from '@parlance/sdk'
import { useChat, usePresence } from '@parlance/sdk/react'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { matches } from '../../lib/match.ts'
import { Button } from '../../ui/button.tsx'
import { PanelHead } from '../../ui/panel-head.tsx'
import { Empty } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import type { MemberList } from '../member-list/index.ts'
import { MemberRow } from './member-row.tsx'
import { sorted } from './sorted.ts'

/** With fewer members there is nothing to search for. */
const SEARCH_FROM = 10
/** As many rows as are shown at first, and with each press more. */
const PAGE = 100

type Props = {
  readonly list: MemberList
  /** Undefined for a visitor. */
  readonly room: MyRoom | undefined
  readonly title: string
  readonly closePath: string
}

/** The members of a room: the own user, who is online, everybody else. */
export function MemberPanel({ list, room, title, closePath }: Props) {
  const words = useWords()
  const { members } = useSyncExternalStore(list.watch, list.read)
  const [query, setQuery] = useState('')
  const [shown, setShown] = useState(PAGE)
  const me = useChat().user?.id
  const all = [...members.values()]
  return (
    <>
      <PanelHead title={title} closePath={closePath} />
      <div className="panel-body members">
        {all.length > SEARCH_FROM && (
          <input
            className="input"
            type="search"
            dir="auto"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            placeholder={words.searchPeople}
            aria-label={words.searchPeople}
          />
        )}
        {room ? (
          <WithPresence room={room}>
            {(presence) => rows(sorted(all, presence, me, words.locale), presence)}
          </WithPresence>
        ) : (
          rows(sorted(all, NOBODY, me, words.locale), NOBODY)
        )}
      </div>
    </>
  )

  function rows(people: ReturnType<typeof sorted>, presence: ReadonlyMap<UserId, Presence>) {
    const found = matches(people, query, ({ user }) => user.name)
    return (
      <>
        {found.length === 0 && all.length > 0 && <Empty text={words.noMembers} />}
        <ul className="member-list">
          {found.slice(0, shown).map((member) => (
            <MemberRow
              key={member.user.id}
              member={member}
              presence={presence.get(member.user.id)}
              room={room?.id}
              isMe={member.user.id === me}
            />
          ))}
        </ul>
        {found.length > shown && (
          <Button look="quiet" onClick={() => setShown(shown + PAGE)}>
            {words.showMore}
          </Button>
        )}
      </>
    )
  }
}

const NOBODY: ReadonlyMap<UserId, Presence> = new Map()

/** A visitor may not read the presence. */
function WithPresence({
  room,
  children,
}: {
  readonly room: MyRoom
  readonly children: (presence: ReadonlyMap<UserId, Presence>) => ReactNode
}) {
  const { presence } = usePresence(room.id)
  return children(new Map(presence.map((one) => [one.user.id, one])))
}
