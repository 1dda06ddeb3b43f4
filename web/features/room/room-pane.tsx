import type { Message } from '@parlance/sdk'
import { useChat, useRooms, useStatus } from '@parlance/sdk/react'
import { lazy, Suspense, useCallback, useEffect, useSyncExternalStore } from 'react'
import { useLocation } from 'wouter'
import { isComposing } from '../../lib/keys.ts'
import { timeOrDay } from '../../lib/times.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Gone } from '../../ui/gone.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { Arrivals } from '../arrivals/index.ts'
import { Composer, writingOf } from '../composer/index.ts'
import { FirstSteps } from '../first-steps/index.ts'
import { MySanction, useMySanction } from '../moderation/index.ts'
import { rightsOf } from '../rights/index.ts'
import { isMember, useRoomName } from '../room-names/index.ts'
import { Messages } from '../timeline/index.ts'
import { TypingLine } from '../typing/index.ts'
import type { Panel } from './panel.ts'
import type { OpenedRoom } from './room.ts'
import { RoomHead } from './room-head.tsx'
import { RoomPanel } from './room-panel.tsx'
import { useReading } from './use-reading.ts'
import { useUnread } from './use-unread.ts'

type Props = {
  readonly room: OpenedRoom
  readonly isLobby: boolean
  /** The address of the room. */
  readonly path: string
  readonly panel: Panel | undefined
  /** The seq of the message that is shown and marked. */
  readonly at: number | undefined
}

// Most rooms need none.
const RoomNotice = lazy(() => import('./room-notice.tsx').then((m) => ({ default: m.RoomNotice })))

const ON_TOP = 'dialog[open], :popover-open'

export function RoomPane({ room: opened, isLobby, path, panel, at }: Props) {
  const words = useWords()
  const chat = useChat()
  const { me } = useSignedIn()
  useStatus()
  const [, navigate] = useLocation()
  const { access, connection, room: read } = useSyncExternalStore(opened.watch, opened.read)
  const mine = useRooms().rooms.find(({ id }) => id === opened.id)
  const room = mine ?? read
  const name = useRoomName(room) || (isLobby ? words.lobby : '')
  const { conversation } = opened
  const { isStarted, keptAt } = useSyncExternalStore(conversation.watch, conversation.read)
  const markUnread = useReading(opened, name)
  const [unread, setUnread] = useUnread(mine)
  const isPanelOpen = panel !== undefined
  const writing = writingOf(chat, { room: opened.id })
  const markFrom = useCallback(
    ({ seq }: Message) => {
      setUnread({ from: seq, count: 0 })
      void markUnread(seq)
    },
    [markUnread, setUnread],
  )
  useEffect(() => {
    if (!isPanelOpen) return
    // What lies over the panel is closed first, and an Esc of a completion or of an input method is not ours.
    const close = (event: KeyboardEvent) => {
      const isOurs = !event.defaultPrevented && !isComposing(event)
      if (event.key === 'Escape' && isOurs && document.querySelector(ON_TOP) === null)
        navigate(path)
    }
    addEventListener('keydown', close)
    return () => removeEventListener('keydown', close)
  }, [isPanelOpen, path, navigate])

  const sanction = useMySanction(opened.id)

  // What was read stays readable: see RoomNotice.
  if (access === 'gone' && !isStarted)
    return (
      <Gone text={words.gone}>
        {sanction?.kind === 'ban' && <MySanction sanction={sanction} />}
      </Gone>
    )
  return (
    <div className="screen room" data-panel={isPanelOpen} data-gone={access === 'gone'}>
      <RoomHead
        room={opened}
        details={room}
        name={name}
        connection={connection}
        isLobby={isLobby}
        path={path}
        panel={panel?.kind}
      />
      <main className="conversation">
        {isLobby && <FirstSteps onSayHello={writing.focus} />}
        <Messages
          conversation={conversation}
          roomName={name}
          me={chat.user ?? me}
          room={mine}
          path={path}
          at={at}
          unread={unread}
          onEdit={writing.takeBack}
          onReply={writing.reply}
          onMarkUnread={markFrom}
        />
        {keptAt !== undefined && (
          <p className="kept-at" role="status">
            {fill(words.keptAt, { time: timeOrDay(keptAt, new Date()) })}
          </p>
        )}
        <Suspense>
          <Arrivals room={opened.id} />
        </Suspense>
        <TypingLine room={opened.id} />
        {sanction?.kind === 'ban' ? (
          <div className="room-notice">
            <MySanction sanction={sanction} />
          </div>
        ) : access === 'gone' ||
          access === 'visitor' ||
          (room && isMember(room) && !rightsOf(room, chat.user ?? me).canWrite) ? (
          <Suspense>
            <RoomNotice room={room} access={access} />
          </Suspense>
        ) : (
          <Composer
            room={opened.id}
            details={room}
            members={opened.members}
            onEditLast={conversation.editLast}
          />
        )}
      </main>
      <RoomPanel
        opened={opened}
        room={room}
        name={name}
        isLobby={isLobby}
        panel={panel}
        closePath={path}
      />
    </div>
  )
}
