import type { Message } from '@parlance/sdk'
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useRef,
  useState,
} from 'react'
import type { Overlay } from '../message-menu/index.ts'

/** A finger that stays on a message for this time, within this distance, opens its sheet. */
const PRESS_MS = 500
const PRESS_PX = 10

type Press = {
  readonly timer: ReturnType<typeof setTimeout>
  readonly x: number
  readonly y: number
  /** The row that was pressed long enough. */
  readonly long?: HTMLElement
}

const rowOf = (target: EventTarget): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.message[data-key]') : null

/**
 * Which row the pointer or the focus is on, and the ways to the menu of a message: a right click, the menu key, a long
 * press. ↑ and ↓ lead from row to row, Enter into the bar of a row, Esc out of it, and from a row to the box.
 */
export function useRowFocus(
  messageOf: (key: string | undefined) => Message | undefined,
  open: (overlay: Overlay) => void,
) {
  const [active, setActive] = useState<string>()
  const press = useRef<Press>(undefined)

  const openFor = useCallback(
    (row: HTMLElement, kind: Overlay['kind'], at: Overlay['at']): boolean => {
      const message = messageOf(row.dataset['key'])
      if (message === undefined) return false
      row.focus({ preventScroll: true })
      open({ kind, message, at, opener: row })
      return true
    },
    [messageOf, open],
  )
  function endPress(): void {
    clearTimeout(press.current?.timer)
    press.current = undefined
  }

  return {
    active,
    handlers: {
      onPointerOver: ({ target, pointerType }: PointerEvent) => {
        if (pointerType !== 'touch') setActive(rowOf(target)?.dataset['key'])
      },
      onPointerLeave: () => setActive(undefined),
      onFocus: ({ target }: FocusEvent) => {
        const row = rowOf(target)
        if (row !== null && target.matches(':focus-visible')) setActive(row.dataset['key'])
      },
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
        if (!currentTarget.contains(relatedTarget)) setActive(undefined)
      },
      onContextMenu: (event: MouseEvent) => {
        const row = rowOf(event.target)
        const isOwn = event.target instanceof Element && event.target.closest('a, textarea')
        // The browser's own menu is for links, for selected text, and with Shift.
        if (row === null || isOwn || event.shiftKey || !getSelection()?.isCollapsed) return
        const { clientX: x, clientY: y } = event
        const isKey = event.button !== 2
        const at = isKey ? row.getBoundingClientRect() : { left: x, right: x, top: y, bottom: y }
        // A long press has opened the sheet.
        const isTouch =
          'pointerType' in event.nativeEvent && event.nativeEvent.pointerType === 'touch'
        if (isTouch || openFor(row, 'menu', at)) event.preventDefault()
      },
      onPointerDown: ({ target, pointerType, clientX: x, clientY: y }: PointerEvent) => {
        const row = rowOf(target)
        endPress()
        if (pointerType !== 'touch' || row === null) return
        const timer = setTimeout(() => {
          setActive(row.dataset['key'])
          if (press.current) press.current = { ...press.current, long: row }
        }, PRESS_MS)
        press.current = { timer, x, y }
      },
      onPointerMove: ({ clientX, clientY }: PointerEvent) => {
        const at = press.current
        if (at && Math.hypot(clientX - at.x, clientY - at.y) > PRESS_PX) endPress()
      },
      // When the finger is lifted: a sheet that opens under it would be closed by it.
      onPointerUp: () => {
        const row = press.current?.long
        endPress()
        if (row === undefined) return
        ignoreClick()
        setTimeout(openFor, 0, row, 'sheet', row.getBoundingClientRect())
      },
      onPointerCancel: endPress,
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        const row = rowOf(event.target)
        const isInside = row !== null && event.target !== row
        const { key } = event
        if (key === 'ArrowUp' || key === 'ArrowDown') {
          if (isInside) return
          const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.message[data-key]')]
          const at = row === null ? rows.length : rows.indexOf(row)
          const next = rows[at + (key === 'ArrowUp' ? -1 : 1)]
          next?.focus()
          if (next !== undefined || row !== null) event.preventDefault()
        } else if (key === 'Enter' && row !== null && !isInside) {
          row.querySelector<HTMLElement>('.row-bar button')?.focus()
          event.preventDefault()
        } else if (key === 'Escape' && row !== null) {
          const box = event.currentTarget.closest('main, .panel')?.querySelector('textarea')
          if (isInside) row.focus()
          else box?.focus()
          event.preventDefault()
        }
      },
    },
  }
}

/** The finger that is lifted after a long press would click what is below it. */
function ignoreClick(): void {
  const listening = new AbortController()
  const options = { capture: true, signal: listening.signal }
  addEventListener(
    'click',
    (event) => {
      event.preventDefault()
      event.stopPropagation()
    },
    options,
  )
  addEventListener('pointerdown', () => listening.abort(), options)
}
