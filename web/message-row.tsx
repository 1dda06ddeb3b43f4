import { memo } from 'react'
import { Avatar } from './avatar.tsx'
import type { Outgoing, ShownMessage } from './rows.ts'
import { capitalized, timeOfDay, wholeTime } from './times.ts'
import { words } from './words.ts'

type Props = {
  readonly said: ShownMessage
  readonly outgoing?: Outgoing
  readonly isMine: boolean
  readonly starts: boolean
  readonly onRetry: (outgoing: Outgoing) => void
  readonly onEdit: (outgoing: Outgoing) => void
}

export const MessageRow = memo(function MessageRow({
  said,
  outgoing,
  isMine,
  starts,
  ...on
}: Props) {
  const { sender, text, createdAt } = said
  const refusal = outgoing?.refusal
  const isDeleted = said.deletedAt !== undefined
  const state = outgoing === undefined ? 'sent' : refusal === undefined ? 'sending' : 'refused'
  return (
    <li className="message" data-mine={isMine} data-starts={starts} data-state={state}>
      {starts && !isMine && <Avatar user={sender} />}
      {starts && (
        <p className="byline">
          <bdi className={isMine ? 'unseen' : 'name'}>{sender.name}</bdi>
          <time dateTime={createdAt} title={wholeTime(createdAt)}>
            {timeOfDay(createdAt)}
          </time>
        </p>
      )}
      <p
        className="text"
        dir="auto"
        data-deleted={isDeleted}
        title={starts ? undefined : timeOfDay(createdAt)}
      >
        {isDeleted ? words.deleted : text}
        {said.editedAt !== undefined && !isDeleted && <small> {words.edited}</small>}
      </p>
      {outgoing && refusal !== undefined && (
        <div className="refusal" role="alert">
          <span>{words.notSent(capitalized(refusal))}</span>
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
