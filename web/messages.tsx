import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { Outgoing, WindowState } from '../sdk/typescript/src/window.ts'
import { DownIcon } from './icons.tsx'
import type { Lobby } from './lobby.ts'
import type { LobbyState } from './lobby-state.ts'
import { MembershipRow } from './membership-row.tsx'
import { MessageRow } from './message-row.tsx'
import { rowsOf } from './rows.ts'
import { texts } from './texts.ts'
import { dayOf } from './times.ts'
import { useToday } from './use-today.ts'

/** A reader within this many pixels of the end counts as being at the end. */
const NEAR_PX = 48

/** Not smooth: a smooth scroll stops when the rows change meanwhile. */
const END = { top: 0, behavior: 'instant' } as const

const NOT_READ: WindowState = {
  rows: [],
  root: undefined,
  hasOlder: false,
  hasNewer: false,
  held: 0,
  position: 'end',
  isLoading: true,
  load: { state: 'loading' },
}

type Props = {
  readonly lobby: Lobby
  readonly state: LobbyState
  readonly onEdit: (outgoing: Outgoing) => void
}

/**
 * The scroller is `column-reverse`, so its origin is the bottom: in every browser the end stays in view, and visible
 * messages do not move when pages are added above them. The list inside is in the order of time, for screen readers,
 * selection and search.
 */
export function Messages({ lobby, state, onEdit }: Props) {
  const { connection, me, changes, window = NOT_READ } = state
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
    lobby.setPosition(below < NEAR_PX ? 'end' : below < box.clientHeight ? 'near' : 'away')
    if (above < box.clientHeight) lobby.loadOlder()
    if (below < box.clientHeight) lobby.loadNewer()
  }
  async function goToLatest(): Promise<void> {
    await lobby.showLatest()
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
        aria-label={texts.conversation}
        aria-busy={isLoading}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard
        tabIndex={0}
        onScroll={updatePosition}
      >
        <ol>
          {!hasOlder && connection !== 'connecting' && (
            <li className="beginning">
              <strong>{texts.beginning}</strong>
              {rows.length === 0 && texts.noMessages}
            </li>
          )}
          {rows.map(({ key, ...row }) =>
            row.kind === 'message' ? (
              <MessageRow key={key} {...row} onRetry={lobby.retry} onEdit={onEdit} />
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
        <button type="button" className="to-latest" onClick={goToLatest} title={texts.toLatest}>
          {held > 0 ? (
            texts.newMessages(held)
          ) : (
            <span className="visually-hidden">{texts.toLatest}</span>
          )}
          <DownIcon />
        </button>
      )}
    </div>
  )
}
