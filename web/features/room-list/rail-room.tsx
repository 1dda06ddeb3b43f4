import { ChatError, type Input, type MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { Link, useLocation } from 'wouter'
import { roomPath } from '../../lib/paths.ts'
import { refusalOf } from '../../lib/refusal.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Badge } from '../../ui/labels.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { RoomName } from '../../ui/names.tsx'
import { showToast } from '../../ui/toast.tsx'
import { count, fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { useUnreadOf } from '../attention/index.ts'
import { iconOf, useRoomName } from '../room-names/index.ts'
import { moved } from './sections.ts'

type Props = {
  readonly room: MyRoom
  readonly section: readonly MyRoom[]
  readonly onMenu: (isOpen: boolean) => void
}
type Change = Omit<Input<'preferences.update'>, 'room'>

export function RailRoom({ room, section, onMenu }: Props) {
  const chat = useChat()
  const words = useWords()
  const { lobby } = useSignedIn()
  const [path] = useLocation()
  const name = useRoomName(room)
  const { id, preferences } = room
  const { n, isMention } = useUnreadOf(room)
  const href = roomPath(id, lobby)
  const isOpen = path === href || path.startsWith(`${href}/`) || path === `/r/${id}`

  /** The event `preferences.updated` changes the list. */
  const change = (change: Change, of = id) =>
    chat.preferences.update({ room: of, ...change }).catch((error: unknown) => {
      if (!(error instanceof ChatError)) throw error
      showToast(refusalOf(error))
    })
  function move(by: -1 | 1): void {
    for (const [of, position] of moved(section, id, by) ?? []) void change({ position }, of)
  }
  const steps = [
    { by: -1, label: words.moveUp, icon: 'up' },
    { by: 1, label: words.moveDown, icon: 'down' },
  ] as const
  const items: readonly MenuItem[] = [
    {
      label: preferences.favourite ? words.removeFavourite : words.addFavourite,
      icon: 'star',
      onSelect: () => void change({ favourite: !preferences.favourite }),
    },
    ...steps
      .filter(({ by }) => moved(section, id, by) !== undefined)
      .map(({ by, label, icon }) => ({ label, icon, onSelect: () => move(by) })),
    {
      label: words.hideRoom,
      icon: 'hide',
      onSelect() {
        void change({ hiddenSeq: room.seq })
        showToast(fill(words.roomHidden, { room: name }), () => void change({ hiddenSeq: null }))
      },
    },
  ]

  return (
    <li className="rail-item">
      <Link
        href={href}
        className="rail-room"
        aria-current={isOpen ? 'page' : undefined}
        data-unread={n > 0}
        data-muted={preferences.notify === 'none'}
      >
        <RoomName name={name} icon={iconOf(room)} />
        {n > 0 && (
          <Badge
            n={n}
            label={count(words.locale, isMention ? words.mentions : words.unread, n)}
            {...(isMention && { look: 'accent' })}
          />
        )}
      </Link>
      <Menu label={fill(words.roomMenu, { room: name })} items={items} onOpen={onMenu} />
    </li>
  )
}
