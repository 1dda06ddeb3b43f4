import type { Sanction } from '@parlance/sdk'
import { fullTime } from '../../lib/times.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import { useModerationWords } from '../../words/moderation/moderation-words.ts'
import { fill } from '../../words/plural.ts'

type Props = { readonly sanction: Sanction; readonly onAppeal: () => void }

export function SanctionNotice({ sanction, onAppeal }: Props) {
  const words = useModerationWords()
  const { kind, room, until, reason, appeal } = sanction
  const what =
    kind === 'mute'
      ? words.muted
      : room === undefined
        ? words.bannedFromServer
        : words.bannedFromRoom
  return (
    <Notice look="danger">
      <div className="sanction-notice">
        <p>
          {what}{' '}
          {until === undefined ? words.endless : fill(words.endsAt, { time: fullTime(until) })}
        </p>
        {reason !== undefined && <p dir="auto">{fill(words.becauseOf, { reason })}</p>}
        {appeal !== undefined && (
          <p>{appeal.outcome === undefined ? words.appealSent : words.appealUpheld}</p>
        )}
        {appeal?.note !== undefined && (
          <p dir="auto">{fill(words.appealNote, { note: appeal.note })}</p>
        )}
      </div>
      {appeal === undefined && <Button onClick={onAppeal}>{words.appeal}</Button>}
    </Notice>
  )
}
