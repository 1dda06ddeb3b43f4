import type { Message, MyRoom } from '@parlance/sdk'
import { useBlocks } from '@parlance/sdk/react/moderation'
import type { Outgoing } from '@parlance/sdk/window'
import {
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { useLocation } from 'wouter'
import { messagePath } from '../../lib/paths.ts'
import { dayOf } from '../../lib/times.ts'
import { useToday } from '../../lib/use-today.ts'
import { whenIdle } from '../../lib/when-idle.ts'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { loadEditBox } from '../edit-message/index.ts'
import {
  loadMessageParts,
  MessageOverlay,
  type MessagePlace,
  type Overlay,
} from '../message-menu/index.ts'
import { BlockedRow } from '../moderation/index.ts'
import type { ShownConversation } from './conversation.ts'
import { ToLatest, ToUnread } from './jump-pills.tsx'
import { MembershipRow } from './membership-row.tsx'
import { MessageRow, type RowActions } from './message-row.tsx'
import { type Me, mentions, rowsOf } from './rows.ts'
import { ScrollKeeper } from './scroll-keeper.tsx'
import { useRowFocus } from './use-row-focus.ts'
import { useScroller } from './use-scroller.ts'

type Props = {
  readonly conversation: ShownConversation
  readonly roomName: string
  readonly me: Me | undefined
  /** Undefined for a visitor, who can only read. */
  readonly room?: MyRoom | undefined
  /** The address of the room. */
  readonly path?: string
  /** The seq of the message of the address: the list opens around it, and its row is marked. */
  readonly at?: number | undefined
  /** What was unread when the user came in. */
  readonly unread?: { readonly from: number; readonly count: number } | undefined
  /** What stands above the first message: of a thread its root. */
  readonly beginning?: ReactNode
  readonly onEdit: (outgoing: Outgoing) => void
  readonly onReply?: (message: Message) => void
  readonly onMarkUnread?: (message: Message) => void
}

/**
 * The scroller is `column-reverse`, so its origin is the bottom: in every browser the end stays in view, and visible
 * messages do not move when pages are added above them. The list inside is in the order of time, for screen readers,
 * selection and search. What arrives is said by `Arrivals`, so the log itself is silent.
 */
export function Messages({ conversation, roomName, me, unread, at, onEdit, ...props }: Props) {
  const words = useWords()
  const [location, navigate] = useLocation()
  const state = useSyncExternalStore(conversation.watch, conversation.read)
  const { window, changes, isStarted, editing } = state
  const { hasOlder, held, isLoading, position } = window
  const scroller = useRef<HTMLDivElement>(null)
  const [overlay, setOverlay] = useState<Overlay>()
  const today = useToday()
  const unreadFrom = unread?.from
  const { rows: windowRows, hasNewer } = window
  const rows = useMemo(
    () => rowsOf({ rows: windowRows, hasOlder, hasNewer }, changes, me, unreadFrom),
    [windowRows, hasOlder, hasNewer, changes, me, unreadFrom],
  )
  const { isBlocked } = useBlocks()
  const scroll = useScroller(scroller, conversation, { isStarted, at })
  const { jumpTo, goToLatest } = scroll

  const { path = '', onReply, onMarkUnread } = props
  const room = useSameRights(props.room)
  const jump = useCallback(
    (seq: number) => {
      const address = messagePath(path, seq)
      if (address === location) void jumpTo(seq)
      else navigate(address)
    },
    [path, location, jumpTo, navigate],
  )
  const actions = useMemo((): RowActions => {
    const place: MessagePlace = {
      window: conversation.window,
      ...{ room, me, path, onReply, onMarkUnread },
      onEdit: ({ id }) => conversation.edit(id),
    }
    return {
      place,
      open: setOverlay,
      jumpTo: jump,
      toggle: ({ id }, emoji) => {
        for (const one of emoji) conversation.window.toggleReaction(id, one)
      },
      endEdit: () => conversation.edit(undefined),
    }
  }, [conversation, room, me, path, onReply, onMarkUnread, jump])

  const messageOf = useCallback(
    (key: string | undefined): Message | undefined => {
      const row = conversation.read().window.rows.find((one) => one.key === key)
      return row?.kind === 'message' ? row.message : undefined
    },
    [conversation],
  )
  const { active, handlers } = useRowFocus(messageOf, setOverlay)

  // What a row can open is ready when somebody opens it.
  useEffect(
    () =>
      whenIdle(() => {
        loadMessageParts()
        loadEditBox()
      }),
    [],
  )

  const lastOutgoing = window.rows.findLast(({ kind }) => kind === 'outgoing')?.key
  useLayoutEffect(() => {
    if (lastOutgoing !== undefined) scroller.current?.scrollTo({ top: 0, behavior: 'instant' })
  }, [lastOutgoing])

  const openedMessage = overlay?.message.id
  const { retry } = conversation
  // The same elements, unless a row has changed: what the reader scrolls past renders no row.
  const items = useMemo(
    () =>
      rows.map(({ key, ...row }) => {
        if (row.kind === 'membership')
          return <MembershipRow key={key} users={row.users} joined={row.joined} />
        if (row.kind === 'unread')
          return (
            <li key={key} className="unread-line">
              <span>{words.unreadLine}</span>
            </li>
          )
        if (row.kind === 'day')
          return (
            <li key={key} className="day">
              <time dateTime={row.at}>{dayOf(row.at, today)}</time>
            </li>
          )
        const { message } = row
        const shown = (
          <MessageRow
            key={key}
            {...row}
            rowKey={key}
            actions={actions}
            isActive={
              active === key || (openedMessage !== undefined && openedMessage === message.id)
            }
            isMarked={at !== undefined && message.seq === at}
            isEditing={editing !== undefined && message.id === editing}
            mentionsMe={mentions(message, me)}
            onRetry={retry}
            onEdit={onEdit}
          />
        )
        return isBlocked(message.sender.id) ? <BlockedRow key={key}>{shown}</BlockedRow> : shown
      }),
    [rows, words, today, actions, active, openedMessage, at, editing, me, retry, onEdit, isBlocked],
  )

  return (
    <div className="messages">
      <ScrollKeeper scroller={scroller}>
        <div
          ref={scroller}
          className="scroller"
          role="log"
          aria-live="off"
          aria-label={fill(words.conversation, { room: roomName })}
          aria-busy={isLoading}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard
          tabIndex={0}
          onScroll={scroll.updatePosition}
          {...handlers}
        >
          <ol>
            {!hasOlder &&
              isStarted &&
              (props.beginning ?? (
                <li className="beginning">
                  <strong>{fill(words.beginning, { room: roomName })}</strong>
                  {rows.length === 0 && words.noMessages}
                </li>
              ))}
            {items}
          </ol>
        </div>
      </ScrollKeeper>
      {unread && unread.count > 0 && isStarted && !scroll.isLineSeen && (
        <ToUnread n={unread.count} onJump={() => void jumpTo(unread.from)} />
      )}
      {position !== 'end' && <ToLatest held={held} onJump={() => void goToLatest()} />}
      {overlay && (
        <Suspense>
          <MessageOverlay
            overlay={overlay}
            place={actions.place}
            onOpen={setOverlay}
            onClose={() => setOverlay(undefined)}
          />
        </Suspense>
      )}
    </div>
  )
}

/** The room as it was when the rights of the user last changed: it has new counts after every message. */
function useSameRights(room: MyRoom | undefined): MyRoom | undefined {
  const key =
    room && JSON.stringify([room.id, room.role, room.archivedAt, room.readOnly, room.features])
  const [kept, setKept] = useState({ key, room })
  if (kept.key === key) return kept.room
  setKept({ key, room })
  return room
}
