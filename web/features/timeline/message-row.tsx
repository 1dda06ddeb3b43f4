import type { Outgoing } from '@parlance/sdk/window'
import { memo } from 'react'
import { capitalized, fullTime, timeOfDay } from '../../lib/times.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { PersonName } from '../../ui/names.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import type { ShownMessage } from './rows.ts'

type Props = {
  readonly message: ShownMessage
  readonly outgoing?: Outgoing
  readonly isMine: boolean
  readonly isFirst: boolean
  readonly onRetry: (outgoing: Outgoing) => void
  readonly onEdit: (outgoing: Outgoing) => void
}

export const MessageRow = memo(function MessageRow({
  message,
  outgoing,
  isMine,
  isFirst,
  ...on
}: Props) {
  const words = useWords()
  const { sender, text, createdAt } = message
  const refusal = outgoing?.state === 'failed' ? outgoing.error.message : undefined
  const isDeleted = message.deletedAt !== undefined
  const state = outgoing === undefined ? 'sent' : refusal === undefined ? 'sending' : 'refused'
  return (
    <li className="message" data-mine={isMine} data-first={isFirst} data-state={state}>
      {isFirst && <Avatar id={sender.id} name={sender.name} />}
      {isFirst && (
        <p className="byline">
          <PersonName name={sender.name} />
          <time dateTime={createdAt} title={fullTime(createdAt)}>
            {timeOfDay(createdAt)}
          </time>
        </p>
      )}
      <p
        className="text"
        dir="auto"
        data-deleted={isDeleted}
        title={isFirst ? undefined : timeOfDay(createdAt)}
      >
        {isDeleted ? words.deleted : text}
        {message.editedAt !== undefined && !isDeleted && <small> {words.edited}</small>}
      </p>
      {outgoing && refusal !== undefined && (
        <div className="refusal" role="alert">
          <span>{fill(words.notSent, { reason: capitalized(refusal) })}</span>
          <button type="button" onClick={() => on.onRetry(outgoing)}>
            {words.tryAgain}
          </button>
          <button type="button" onClick={() => on.onEdit(outgoing)}>
            {words.edit}
          </button>
        </div>
      )}
    </li>
  )
})
