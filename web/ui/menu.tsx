import { type KeyboardEvent, useId, useRef } from 'react'
import { Icon, type IconName } from './icons.tsx'

export type MenuItem = {
  readonly label: string
  readonly icon: IconName
  readonly onSelect: () => void
  readonly isDanger?: boolean
}

/** Which item an arrow key, Home or End leads to. */
const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => (at === last ? 0 : at + 1),
  ArrowUp: (at, last) => (at <= 0 ? last : at - 1),
  Home: () => 0,
  End: (_, last) => last,
}

/** A button that opens a list of commands. The browser returns the focus to the button. */
export function Menu({
  label,
  icon = 'more',
  items,
}: {
  readonly label: string
  readonly icon?: IconName
  readonly items: readonly MenuItem[]
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])]

  function move(event: KeyboardEvent): void {
    const all = buttons()
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = all.findIndex((button) => button.matches(':focus'))
    all[step(at, all.length - 1)]?.focus()
  }

  return (
    <>
      <button type="button" className="icon-button" popoverTarget={id} title={label}>
        <Icon name={icon} />
        <span className="visually-hidden">{label}</span>
      </button>
      <div
        ref={list}
        id={id}
        className="menu"
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onKeyDown={move}
        onToggle={({ newState }) => newState === 'open' && buttons()[0]?.focus()}
      >
        {items.map(({ label, icon, onSelect, isDanger = false }) => (
          <button
            key={label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            data-danger={isDanger}
            onClick={() => {
              list.current?.hidePopover()
              onSelect()
            }}
          >
            <Icon name={icon} />
            {label}
          </button>
        ))}
      </div>
    </>
  )
}
