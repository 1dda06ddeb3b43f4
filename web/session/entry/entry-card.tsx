import type { FormEvent, ReactNode } from 'react'
import { Mark } from '../../ui/icons.tsx'
import { useEntryWords } from '../../words/words.ts'

/** The card in the middle of an empty page, on which every way in stands. */
export function EntryCard({
  title,
  onSubmit,
  children,
  footer,
}: {
  readonly title: ReactNode
  readonly onSubmit?: (event: FormEvent) => void
  readonly children: ReactNode
  readonly footer?: ReactNode
}) {
  const { product } = useEntryWords()
  return (
    <main className="entry">
      <form className="entry-card" onSubmit={onSubmit}>
        <p className="brand">
          <Mark />
          {product}
        </p>
        <h1>{title}</h1>
        {children}
      </form>
      {footer && <nav className="entry-ways">{footer}</nav>}
    </main>
  )
}
