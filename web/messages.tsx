import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { DownIcon } from './icons.tsx'
import type { Lobby } from './lobby.ts'
import type { LobbyState } from './lobby-state.ts'
import { MembershipRow } from './membership-row.tsx'
import { MessageRow } from './message-row.tsx'
import { type Outgoing, rowsOf } from './rows.ts'
import { dayOf } from './times.ts'
import { useToday } from './use-today.ts'
import { words } from './words.ts'

/** Pixels from the end at which the reader still counts as being there. */
const NEAR_PX = 48

/** At once: what scrolls smoothly stops on its way when the rows change under it. */
const END = { top: 0, behavior: 'instant' } as const

type Props = {
  readonly lobby: Lobby
  readonly state: LobbyState
  readonly onEdit: (outgoing: Outgoing) => void
}

/**
 * The scroller is `column-reverse`: its origin is the bottom, so what is read does not move when
 * pages come above it, in every browser, and the end stays in view; the list inside is in the order
 * of time, for screen readers, selection and search.
 */
export function Messages({ lobby, state, onEdit }: Props) {
  const { fresh, isLoading, link, me, outbox, place, timeline } = state
  const scroller = useRef<HTMLDivElement>(null)
  const { entries, hasOlder } = timeline
  const today = useToday()
  const rows = useMemo(() => rowsOf(entries, outbox, me?.id), [entries, outbox, me?.id])
  const lastOutgoing = outbox.at(-1)?.clientId

  function look(): void {
    const box = scroller.current
    if (box === null) return
    const below = -box.scrollTop
    const above = box.scrollHeight - box.clientHeight - below
    lobby.look(below < NEAR_PX ? 'end' : below < box.clientHeight ? 'near' : 'away')
    if (above < box.clientHeight) lobby.older()
    if (below < box.clientHeight) lobby.newer()
  }
  async function goToLatest(): Promise<void> {
    await lobby.latest()
    scroller.current?.scrollTo(END)
  }

  // A page may be too short to fill the screen.
  useEffect(look)
  useLayoutEffect(() => {
    if (lastOutgoing !== undefined) scroller.current?.scrollTo(END)
  }, [lastOutgoing])

  return (
    <div className="messages">
      <div
        ref={scroller}
        className="scroller"
        role="log"
        aria-label={words.conversation}
        aria-busy={isLoading}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        onScroll={look}
      >
        <ol>
          {!hasOlder && link !== 'coming' && (
            <li className="beginning">
              <strong>{words.beginning}</strong>
              {rows.length === 0 && words.alone}
            </li>
          )}
          {rows.map(({ key, ...row }) =>
            row.kind === 'message' ? (
              <MessageRow key={key} {...row} onRetry={lobby.retry} onEdit={onEdit} />
            ) : row.kind === 'turns' ? (
              <MembershipRow key={key} who={row.who} came={row.came} />
            ) : (
              <li key={key} className="day">
                <time dateTime={row.at}>{dayOf(row.at, today)}</time>
              </li>
            ),
          )}
        </ol>
      </div>
      {place !== 'end' && (
        <button type="button" className="to-latest" onClick={goToLatest} title={words.toLatest}>
          {fresh > 0 ? words.fresh(fresh) : <span className="unseen">{words.toLatest}</span>}
          <DownIcon />
        </button>
      )}
    </div>
  )
}
