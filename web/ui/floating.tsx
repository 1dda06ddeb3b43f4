import {
  type KeyboardEventHandler,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'

/** A point or a box of the window, in pixels from its upper left corner. */
export type Spot = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>

type Props = {
  readonly at: Spot
  readonly label: string
  readonly role: 'menu' | 'dialog'
  readonly className: string
  readonly onClose: () => void
  readonly onKeyDown?: KeyboardEventHandler
  readonly children: ReactNode
}

/** The least distance to the edges of the window. */
const EDGE = 8

/**
 * Open for as long as it is rendered, beside `at`. Esc and a press beside it close it. Each `at` has an element of its
 * own: the one before may be closed already, and its event `toggle`, which comes later, would close the next one.
 */
export function Floating(props: Props) {
  const { at } = props
  const [opening, setOpening] = useState({ at, number: 0 })
  if (opening.at !== at) setOpening({ at, number: opening.number + 1 })
  return <Opening key={opening.number} {...props} />
}

function Opening({ at, label, role, className, onClose, onKeyDown, children }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const opened = box.current
    if (opened?.matches(':popover-open') === false) opened.showPopover()
    // What is there at once could not take the focus before.
    opened?.querySelector<HTMLElement>('input, [role=menuitem]')?.focus()
  }, [])
  // After each render, because what is loaded later makes it larger.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const place = () => {
      const { width, height } = element.getBoundingClientRect()
      const isRtl = document.documentElement.dir === 'rtl'
      const x = isRtl ? at.left : at.right - width
      const below = at.bottom + height + EDGE <= innerHeight
      const y = below ? at.bottom : at.top - height
      element.style.left = `${Math.max(EDGE, Math.min(x, innerWidth - width - EDGE))}px`
      element.style.top = `${Math.max(EDGE, Math.min(y, innerHeight - height - EDGE))}px`
    }
    const observer = new ResizeObserver(place)
    observer.observe(element)
    return () => observer.disconnect()
  }, [at])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role is a menu or a dialog
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: its role is a menu or a dialog
    <div
      ref={box}
      className={`floating ${className}`}
      popover="auto"
      role={role}
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      onToggle={({ newState }) => newState === 'closed' && onClose()}
    >
      {children}
    </div>
  )
}
