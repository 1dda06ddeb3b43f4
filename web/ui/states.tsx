import type { ReactNode } from 'react'
import { useEntryWords } from '../words/words.ts'

/** What belongs here, and the button that makes it. */
export const Empty = ({
  text,
  children,
}: {
  readonly text: string
  readonly children?: ReactNode
}) => (
  <div className="empty">
    <p>{text}</p>
    {children}
  </div>
)

/** Rows of the real height, shown after 300 ms: what loads faster shows nothing. */
export function Skeleton({ rows = 6 }: { readonly rows?: number }) {
  const { loading } = useEntryWords()
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <div key={row} />
      ))}
    </div>
  )
}

/** What the reader needs to know here, and what to do about it. */
export const Notice = ({
  look = 'plain',
  children,
}: {
  readonly look?: 'plain' | 'danger' | 'ok'
  readonly children: ReactNode
}) => (
  <div className="notice" data-look={look} role={look === 'danger' ? 'alert' : 'status'}>
    {children}
  </div>
)
