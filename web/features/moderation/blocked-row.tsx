import type { UserId } from '@parlance/sdk'
import { useBlocks } from '@parlance/sdk/react/moderation'
import { type ReactNode, useState } from 'react'
import { useWords } from '../../words/words.ts'

type Props = { readonly sender: UserId; readonly children: ReactNode }

/** The row of a message, or one that hides it if its sender is blocked, until the user wants to see it. */
export function BlockedRow({ sender, children }: Props) {
  const { acts } = useWords()
  const { isBlocked } = useBlocks()
  const [isShown, setShown] = useState(false)
  if (isShown || !isBlocked(sender)) return children
  return (
    <li className="blocked-row">
      {acts.blockedMessage}
      <button type="button" onClick={() => setShown(true)}>
        {acts.show}
      </button>
    </li>
  )
}
