import type { Sanction } from '@parlance/sdk'
import { fullTime } from '../../../lib/times.ts'
import { Notice } from '../../../ui/states.tsx'
import { fill } from '../../../words/plural.ts'
import { useWords } from '../../../words/words.ts'

/** In the place of the box, while the user cannot write. The draft stays. */
export function MutedNotice({ mute: { until, reason } }: { readonly mute: Sanction }) {
  const { composer } = useWords()
  return (
    <div className="room-notice">
      <Notice>
        <span>
          {until === undefined
            ? composer.muted
            : fill(composer.mutedUntil, { time: fullTime(until) })}
          {reason && <span dir="auto"> {fill(composer.reason, { reason })}</span>}
        </span>
      </Notice>
    </div>
  )
}
