import type { MyRoom } from '@parlance/sdk'
import { useRooms } from '@parlance/sdk/react'
import { Suspense, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useMe } from '../../session/use-me.ts'
import { IconButton } from '../../ui/button.tsx'
import { Icon, Mark } from '../../ui/icons.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { NotificationAsk } from '../attention/index.ts'
import { isServerStaff } from '../moderation/index.ts'
import { NewDm, NewRoom } from '../new-room/index.ts'
import { UpdateNotice } from '../update/index.ts'
import { RailLinks } from './rail-links.tsx'
import { RailRoom } from './rail-room.tsx'
import { inOrderOf, type Section, sectionsOf } from './sections.ts'

/** Every room of the user, with what is unread, and the ways to further rooms. */
export function Rail() {
  const words = useWords()
  const { rooms, state } = useRooms()
  const me = useMe()
  const [path] = useLocation()
  const [dialog, setDialog] = useState<'room' | 'dm'>()
  const close = () => setDialog(undefined)
  /** While a menu is open: a room that moves in the document would close it. */
  const [order, setOrder] = useState<readonly MyRoom[]>()
  const shown = order === undefined ? rooms : inOrderOf(rooms, order)
  const add = (name: Section['name']) =>
    name === 'favourites' ? undefined : name === 'rooms' ? 'room' : 'dm'

  return (
    <nav className="rail" aria-label={words.rooms}>
      <header className="rail-head">
        <Mark />
        <h1>{words.product}</h1>
        {isServerStaff(me) && (
          <Link
            href="/moderation"
            className="icon-button"
            title={words.acts.moderation}
            aria-current={path.startsWith('/moderation') ? 'page' : undefined}
          >
            <Icon name="shield" />
            <span className="visually-hidden">{words.acts.moderation}</span>
          </Link>
        )}
        <Link
          href="/account"
          className="icon-button"
          title={words.account}
          aria-current={path === '/account' ? 'page' : undefined}
        >
          <Icon name="settings" />
          <span className="visually-hidden">{words.account}</span>
        </Link>
      </header>
      <div className="rail-rooms">
        <RailLinks rooms={rooms} />
        {state === 'loading' && rooms.length === 0 && <Skeleton rows={5} />}
        {sectionsOf(shown).map(({ name, rooms }) => {
          const kind = add(name)
          return (
            <section key={name} aria-labelledby={`rail-${name}`}>
              <div className="rail-section">
                <h2 id={`rail-${name}`}>{words[name]}</h2>
                {kind && (
                  <IconButton
                    icon="plus"
                    label={kind === 'room' ? words.newRoom : words.newMessage}
                    onClick={() => setDialog(kind)}
                  />
                )}
              </div>
              <ul>
                {rooms.map((room) => (
                  <RailRoom
                    key={room.id}
                    room={room}
                    section={rooms}
                    onMenu={(isOpen) => setOrder(isOpen ? shown : undefined)}
                  />
                ))}
                {name === 'rooms' && (
                  <li>
                    <Link
                      href="/rooms"
                      className="rail-room"
                      aria-current={path === '/rooms' ? 'page' : undefined}
                    >
                      <Icon name="compass" />
                      {words.browse}
                    </Link>
                  </li>
                )}
              </ul>
            </section>
          )
        })}
      </div>
      <Suspense>
        <UpdateNotice />
        {rooms.length > 1 && <NotificationAsk />}
      </Suspense>
      {dialog === 'room' && <NewRoom onClose={close} />}
      {dialog === 'dm' && <NewDm rooms={rooms} onClose={close} />}
    </nav>
  )
}
