import { type ReactNode, useState } from 'react'
import { useWords } from '../../words/words.ts'

type Props = { readonly children: ReactNode }

/** In place of the row of a message whose sender is blocked, until the user wants to see it. */
export function BlockedRow({ children }: Props) {
  const { acts } = useWords()
  const [isShown, setShown] = useState(false)
  if (isShown) return children
  return (
    <li className="blocked-row">
      {acts.blockedMessage}
      <button type="button" onClick={() => setShown(true)}>
        {acts.show}
      </button>
    </li>
  )
}
