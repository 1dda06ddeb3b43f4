import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ShownConversation } from './conversation.ts'
import { firstInView } from './scroll-keeper.tsx'

/** A reader within this many pixels of the end counts as being at the end. */
const NEAR_PX = 48

const END = { top: 0, behavior: 'instant' } as const

/** `n`: the same message can be jumped to again. */
type Jump = { readonly seq: number; readonly n: number }

/** Where the reader is, the pages that are loaded for it, and the jumps. `at`: the message of the address. */
export function useScroller(
  scroller: RefObject<HTMLDivElement | null>,
  conversation: ShownConversation,
  { isStarted, at }: { readonly isStarted: boolean; readonly at: number | undefined },
) {
  const [jump, setJump] = useState<Jump>()
  const [isLineSeen, setLineSeen] = useState(false)
  const hasOpened = useRef(false)

  const jumpTo = useCallback(
    async (seq: number): Promise<void> => {
      await conversation.showAround(seq)
      setJump((before) => ({ seq, n: (before?.n ?? 0) + 1 }))
    },
    [conversation],
  )
  const goToLatest = useCallback(async (): Promise<void> => {
    await conversation.showLatest()
    scroller.current?.scrollTo(END)
  }, [conversation, scroller])

  const updatePosition = useCallback((): void => {
    const box = scroller.current
    // Before the first page is here, the end is not a place where the reader has gone.
    if (box === null || !conversation.read().isStarted || !hasOpened.current) return
    const below = -box.scrollTop
    const above = box.scrollHeight - box.clientHeight - below
    const { top, bottom } = box.getBoundingClientRect()
    const seq = Number(firstInView(box, top)?.dataset['seq'])
    conversation.setPosition(
      below < NEAR_PX ? 'end' : below < box.clientHeight ? 'near' : 'away',
      Number.isNaN(seq) ? undefined : seq,
    )
    if (above < box.clientHeight) void conversation.loadOlder()
    if (below < box.clientHeight) void conversation.loadNewer()
    const line = box.querySelector('.unread-line')?.getBoundingClientRect()
    if (line && line.bottom > top && line.top < bottom) setLineSeen(true)
  }, [conversation, scroller])

  // The room opens at the message of its address, otherwise at its end, wherever it was left.
  useLayoutEffect(() => {
    if (!isStarted) {
      if (at !== undefined) conversation.setPosition('away', at)
      return
    }
    if (at !== undefined) void jumpTo(at).then(opened)
    else if (hasOpened.current) opened()
    else void conversation.showLatest().then(opened)
    function opened(): void {
      hasOpened.current = true
      updatePosition()
    }
  }, [at, isStarted, conversation, jumpTo, updatePosition])

  useLayoutEffect(() => {
    const box = scroller.current
    if (jump === undefined || box === null) return
    const rows = [...box.querySelectorAll<HTMLElement>('[data-seq]')]
    const row = rows.find(({ dataset }) => Number(dataset['seq']) >= jump.seq) ?? rows.at(-1)
    row?.scrollIntoView({ block: 'center', behavior: 'instant' })
    row?.focus({ preventScroll: true })
  }, [jump, scroller])

  // After every render, because a page can be too short to fill the screen.
  useEffect(updatePosition)

  return { jumpTo, goToLatest, updatePosition, isLineSeen }
}
