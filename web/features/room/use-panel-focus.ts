import { useEffect, useRef } from 'react'
import { focusHome } from '../../lib/regions.ts'

/**
 * An opened panel has the focus, unless something in it took the focus itself. When it closes, the focus returns to
 * what opened it. `panel`: another text for another panel; undefined: none is open.
 */
export function usePanelFocus(panel: string | undefined) {
  const aside = useRef<HTMLElement>(null)
  useEffect(() => {
    if (panel === undefined) return
    const opener = document.activeElement
    if (!aside.current?.contains(opener)) aside.current?.focus({ preventScroll: true })
    return () => {
      const isLost = document.activeElement === document.body || isIn(aside.current)
      if (isLost) setTimeout(() => focusHome(opener))
    }
  }, [panel])
  return aside
}

const isIn = (panel: HTMLElement | null) => panel?.contains(document.activeElement) ?? true
