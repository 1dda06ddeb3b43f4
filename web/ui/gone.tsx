import { Link } from 'wouter'
import { useEntryWords } from '../words/words.ts'
import { ScreenHead } from './screen-head.tsx'

/** A screen that is not there, with the way to those that are. */
export function Gone({ text }: { readonly text: string }) {
  const { toRooms } = useEntryWords()
  return (
    <main className="screen">
      <ScreenHead>
        <h1>{text}</h1>
      </ScreenHead>
      <div className="empty">
        <Link className="button" href="/">
          {toRooms}
        </Link>
      </div>
    </main>
  )
}
