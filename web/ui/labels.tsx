import type { ReactNode } from 'react'
import { readEntryWords } from '../words/words.ts'

const MOST = 99

/** A number beside a name. `label` says what is counted. */
export function Badge({
  n,
  label,
  look = 'quiet',
}: {
  readonly n: number
  readonly label: string
  readonly look?: 'quiet' | 'accent'
}) {
  const format = new Intl.NumberFormat(readEntryWords().locale)
  return (
    <span className="badge" data-look={look}>
      <span aria-hidden="true">{n > MOST ? `${format.format(MOST)}+` : format.format(n)}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  )
}

export const Chip = ({ children }: { readonly children: ReactNode }) => (
  <span className="chip">{children}</span>
)

export const Kbd = ({ children }: { readonly children: ReactNode }) => <kbd>{children}</kbd>
