import type { PendingChange, RoomWindow } from '@parlance/sdk/window'
import { refusalOf } from '../../lib/refusal.ts'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

type Props = { readonly changes: readonly PendingChange[]; readonly window: RoomWindow }

/** The changes of a message that the server has refused, with a way on. */
export function RowStates({ changes, window }: Props) {
  const words = useWords()
  return changes.map((one) =>
    one.state === 'failed' ? (
      <div key={one.key} className="refusal" role="alert">
        <span>{fill(words.notChanged, { reason: refusalOf(one.error) })}</span>
        <button type="button" onClick={() => window.retryChange(one.key)}>
          {words.tryAgain}
        </button>
        <button type="button" onClick={() => window.discardChange(one.key)}>
          {words.discard}
        </button>
      </div>
    ) : null,
  )
}
