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

const buttonsIn = (list: HTMLElement | null) => [...(list?.querySelectorAll('button') ?? [])]

/** Moves the focus among the items of a list. */
export function move(event: KeyboardEvent, list: HTMLElement | null): void {
  const all = buttonsIn(list)
  const step = STEPS[event.key]
  if (step === undefined) return
  event.preventDefault()
  event.stopPropagation()
  const at = all.findIndex((button) => button.matches(':focus'))
  all[step(at, all.length - 1)]?.focus()
}

/** The items of a menu. `onChosen` runs before that of the item. */
export const MenuItems = ({
  items,
  onChosen,
}: {
  readonly items: readonly MenuItem[]
  readonly onChosen: () => void
}) =>
  items.map(({ label, icon, onSelect, isDanger = false }) => (
    <button
      key={label}
      type="button"
      role="menuitem"
      tabIndex={-1}
      data-danger={isDanger}
      onClick={() => {
        onChosen()
        onSelect()
      }}
    >
      <Icon name={icon} />
      {label}
    </button>
  ))

/** A button that opens a list of commands. The browser returns the focus to the button. */
export function Menu({
  label,
  icon = 'more',
  items,
  onOpen,
}: {
  readonly label: string
  readonly icon?: IconName
  readonly items: readonly MenuItem[]
  readonly onOpen?: (isOpen: boolean) => void
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
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
        onKeyDown={(event) => move(event, list.current)}
        onBeforeToggle={({ newState }) => onOpen?.(newState === 'open')}
        onToggle={({ newState }) => newState === 'open' && buttonsIn(list.current)[0]?.focus()}
      >
        <MenuItems items={items} onChosen={() => list.current?.hidePopover()} />
      </div>
    </>
  )
}
