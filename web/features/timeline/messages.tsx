import type { User } from '@parlance/sdk'
import type { Outgoing } from '@parlance/sdk/window'
import { useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { dayOf } from '../../lib/times.ts'
import { useToday } from '../../lib/use-today.ts'
import { Icon } from '../../ui/icons.tsx'
import { count, fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import type { Conversation } from './conversation.ts'
import { MembershipRow } from './membership-row.tsx'
import { MessageRow } from './message-row.tsx'
import { rowsOf } from './rows.ts'

/** A reader within this many pixels of the end counts as being at the end. */
const NEAR_PX = 48

/** Not smooth: a smooth scroll stops when the rows change meanwhile. */
const END = { top: 0, behavior: 'instant' } as const

type Props = {
  readonly conversation: Conversation
  readonly roomName: string
  readonly me: User | undefined
  readonly onEdit: (outgoing: Outgoing) => void
}

/**
 * The scroller is `column-reverse`, so its origin is the bottom: in every browser the end stays in view, and visible
 * messages do not move when pages are added above them. The list inside is in the order of time, for screen readers,
 * selection and search.
 */
export function Messages({ conversation, roomName, me, onEdit }: Props) {
  const words = useWords()
  const { window, changes, isStarted } = useSyncExternalStore(conversation.watch, conversation.read)
  const { hasOlder, held, isLoading, position } = window
  const scroller = useRef<HTMLDivElement>(null)
  const today = useToday()
  const rows = useMemo(() => rowsOf(window, changes, me), [window, changes, me])
  const lastOutgoing = window.rows.findLast(({ kind }) => kind === 'outgoing')?.key

  function updatePosition(): void {
    const box = scroller.current
    if (box === null) return
    const below = -box.scrollTop
    const above = box.scrollHeight - box.clientHeight - below
    conversation.setPosition(below < NEAR_PX ? 'end' : below < box.clientHeight ? 'near' : 'away')
    if (above < box.clientHeight) void conversation.loadOlder()
    if (below < box.clientHeight) void conversation.loadNewer()
  }
  async function goToLatest(): Promise<void> {
    await conversation.showLatest()
    scroller.current?.scrollTo(END)
  }

  // After every render, because a page can be too short to fill the screen.
  useEffect(updatePosition)
  useLayoutEffect(() => {
    if (lastOutgoing !== undefined) scroller.current?.scrollTo(END)
  }, [lastOutgoing])

  return (
    <div className="messages">
      <div
        ref={scroller}
        className="scroller"
        role="log"
        aria-label={fill(words.conversation, { room: roomName })}
        aria-busy={isLoading}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard
        tabIndex={0}
        onScroll={updatePosition}
      >
        <ol>
          {!hasOlder && isStarted && (
            <li className="beginning">
              <strong>{fill(words.beginning, { room: roomName })}</strong>
              {rows.length === 0 && words.noMessages}
            </li>
          )}
          {rows.map(({ key, ...row }) =>
            row.kind === 'message' ? (
              <MessageRow key={key} {...row} onRetry={conversation.retry} onEdit={onEdit} />
            ) : row.kind === 'membership' ? (
              <MembershipRow key={key} users={row.users} joined={row.joined} />
            ) : (
              <li key={key} className="day">
                <time dateTime={row.at}>{dayOf(row.at, today)}</time>
              </li>
            ),
          )}
        </ol>
      </div>
      {position !== 'end' && (
        <button type="button" className="to-latest" onClick={goToLatest} title={words.toLatest}>
          {held > 0 ? (
            count(words.locale, words.newMessages, held)
          ) : (
            <span className="visually-hidden">{words.toLatest}</span>
          )}
          <Icon name="down" />
        </button>
      )}
    </div>
  )
}
