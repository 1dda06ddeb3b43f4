import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useEntryWords } from '../words/words.ts'
import { ScreenHead } from './screen-head.tsx'

type Props = {
  readonly text: string
  /** Why it is not there. */
  readonly children?: ReactNode
}

/** A screen that is not there, with the way to those that are. */
export function Gone({ text, children }: Props) {
  const { toRooms } = useEntryWords()
  return (
    <main className="screen">
      <ScreenHead>
        <h1>{text}</h1>
      </ScreenHead>
      <div className="empty">
        {children}
        <Link className="button" href="/">
          {toRooms}
        </Link>
      </div>
    </main>
  )
}
