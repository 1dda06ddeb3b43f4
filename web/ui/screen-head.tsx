import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useEntryWords } from '../words/words.ts'
import { Icon } from './icons.tsx'

/** The head of a screen. In narrow windows it has the way back to the rail. */
export function ScreenHead({ children }: { readonly children: ReactNode }) {
  const { back } = useEntryWords()
  return (
    <header className="screen-head">
      <Link href="/" className="icon-button back" title={back}>
        <Icon name="back" />
        <span className="visually-hidden">{back}</span>
      </Link>
      {children}
    </header>
  )
}
