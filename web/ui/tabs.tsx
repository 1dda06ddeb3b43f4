import { type KeyboardEvent, type ReactNode, useId } from 'react'

/** Tabs with one panel. The arrow keys move between the tabs, in the direction of the language. */
export function Tabs<Name extends string>({
  label,
  tabs,
  current,
  onChange,
  children,
}: {
  readonly label: string
  readonly tabs: readonly (readonly [Name, string])[]
  readonly current: Name
  readonly onChange: (name: Name) => void
  readonly children: ReactNode
}) {
  const id = useId()
  function move(event: KeyboardEvent<HTMLDivElement>): void {
    const isForward = getComputedStyle(event.currentTarget).direction === 'rtl'
    const step = { ArrowRight: isForward ? -1 : 1, ArrowLeft: isForward ? 1 : -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = tabs.findIndex(([name]) => name === current)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (next === undefined) return
    onChange(next[0])
    document.getElementById(`${id}-${next[0]}`)?.focus()
  }
  return (
    <div className="tabs">
      <div role="tablist" tabIndex={-1} aria-label={label} onKeyDown={move}>
        {tabs.map(([name, text]) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={name === current}
            aria-controls={`${id}-panel`}
            tabIndex={name === current ? 0 : -1}
            onClick={() => onChange(name)}
          >
            {text}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${current}`}>
        {children}
      </div>
    </div>
  )
}
