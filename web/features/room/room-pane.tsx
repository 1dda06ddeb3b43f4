import type { Message, MyRoom } from '@parlance/sdk'
import { useRooms } from '@parlance/sdk/react'
import type { Outgoing } from '@parlance/sdk/window'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useLocation } from 'wouter'
import { timeOrDay } from '../../lib/times.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Gone } from '../../ui/gone.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { Arrivals } from '../arrivals/index.ts'
import { Composer } from '../composer/index.ts'
import { FirstSteps } from '../first-steps/index.ts'
import { MySanction, useMySanction } from '../moderation/index.ts'
import { ReplyBar } from '../quote/index.ts'
import { isMember, useRoomName } from '../room-names/index.ts'
import { Messages } from '../timeline/index.ts'
import { TypingLine } from '../typing/index.ts'
import type { OpenedRoom } from './room.ts'
import { RoomHead } from './room-head.tsx'
import { RoomNotice } from './room-notice.tsx'
import { RoomPanel } from './room-panel.tsx'
import { useReading } from './use-reading.ts'
import { useUnread } from './use-unread.ts'

type Props = {
  readonly room: OpenedRoom
  readonly isLobby: boolean
  /** The address of the room. */
  readonly path: string
  readonly isPanelOpen: boolean
  readonly isPins: boolean
  /** The seq of the message that is shown and marked. */
  readonly at: number | undefined
}

/** What was typed and not sent, by room: it stays while the user looks at another room. */
const drafts = new Map<string, string>()

export function RoomPane({ room: opened, isLobby, path, isPanelOpen, isPins, at }: Props) {
  const words = useWords()
  const { me } = useSignedIn()
  const [, navigate] = useLocation()
  const { access, connection, room: read } = useSyncExternalStore(opened.watch, opened.read)
  const mine = useRooms().rooms.find(({ id }) => id === opened.id)
  const room = mine ?? read
  const name = useRoomName(room) || (isLobby ? words.lobby : '')
  const { conversation } = opened
  const { isStarted, keptAt } = useSyncExternalStore(conversation.watch, conversation.read)
  const markUnread = useReading(opened, name)
  const [unread, setUnread] = useUnread(mine)
  const [replyTo, setReplyTo] = useState<Message>()

  const [draft, setDraft] = useState(drafts.get(opened.id) ?? '')
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    drafts.set(opened.id, draft)
  }, [opened.id, draft])

  const editRefused = useCallback(
    (outgoing: Outgoing) => {
      conversation.discard(outgoing)
      setDraft((draft) => [outgoing.input.text, draft].filter(Boolean).join('\n'))
      box.current?.focus()
    },
    [conversation],
  )
  const reply = useCallback((message: Message) => {
    setReplyTo(message)
    box.current?.focus()
  }, [])
  const markFrom = useCallback(
    ({ seq }: Message) => {
      setUnread({ from: seq, count: 0 })
      void markUnread(seq)
    },
    [markUnread, setUnread],
  )
  function send(text: string): void {
    conversation.send(text, replyTo && { replyTo: replyTo.id })
    setReplyTo(undefined)
  }
  useEffect(() => {
    if (!isPanelOpen) return
    const close = ({ key }: KeyboardEvent) => key === 'Escape' && navigate(path)
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
        panel={isPins ? 'pins' : isPanelOpen ? 'members' : undefined}
      />
      <main className="conversation">
        {isLobby && <FirstSteps onSayHello={() => box.current?.focus()} />}
        <Messages
          conversation={conversation}
          roomName={name}
          me={me}
          room={mine}
          path={path}
          at={at}
          unread={unread}
          onEdit={editRefused}
          onReply={reply}
          onMarkUnread={markFrom}
        />
        {keptAt !== undefined && (
          <p className="kept-at" role="status">
            {fill(words.keptAt, { time: timeOrDay(keptAt, new Date()) })}
          </p>
        )}
        <Arrivals room={opened.id} />
        <TypingLine room={opened.id} />
        {sanction && (access === 'member' || sanction.kind === 'ban') ? (
          <div className="room-notice">
            <MySanction sanction={sanction} />
          </div>
        ) : access === 'gone' ||
          access === 'visitor' ||
          (room && isMember(room) && !canWrite(room)) ? (
          <RoomNotice room={opened} access={access} isArchived={!!room?.archivedAt} />
        ) : (
          <div className="writing">
            {replyTo && <ReplyBar message={replyTo} onEnd={() => setReplyTo(undefined)} />}
            <Composer
              box={box}
              text={draft}
              isReady={connection !== 'connecting'}
              onText={setDraft}
              onSend={send}
            />
          </div>
        )}
      </main>
      <RoomPanel room={opened} isLobby={isLobby} me={me.id} closePath={path} isPins={isPins} />
    </div>
  )
}

const canWrite = ({ archivedAt, readOnly, role }: MyRoom): boolean =>
  archivedAt === undefined && (!readOnly || role !== 'member')
