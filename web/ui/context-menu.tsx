import { useRef } from 'react'
import { Floating, type Spot } from './floating.tsx'
import { type MenuItem, MenuItems, move } from './menu.tsx'

/** A list of commands at a place of the window: by right click, by the menu key, or by a button. */
export function ContextMenu({
  at,
  label,
  items,
  onClose,
}: {
  readonly at: Spot
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly onClose: () => void
}) {
  const list = useRef<HTMLDivElement>(null)
  return (
    <Floating
      at={at}
      label={label}
      role="menu"
      className="menu"
      onClose={onClose}
      onKeyDown={(event) => move(event, list.current)}
    >
      <div ref={list} role="none">
        <MenuItems items={items} onChosen={onClose} />
      </div>
    </Floating>
  )
}
