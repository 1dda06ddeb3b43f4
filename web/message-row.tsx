import { memo } from 'react'
import type { Outgoing } from '../sdk/typescript/src/window.ts'
import { Avatar } from './avatar.tsx'
import type { ShownMessage } from './rows.ts'
import { texts } from './texts.ts'
import { capitalized, fullTime, timeOfDay } from './times.ts'

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
  const { sender, text, createdAt } = message
  const refusal = outgoing?.state === 'failed' ? outgoing.error.message : undefined
  const isDeleted = message.deletedAt !== undefined
  const state = outgoing === undefined ? 'sent' : refusal === undefined ? 'sending' : 'refused'
  return (
    <li className="message" data-mine={isMine} data-first={isFirst} data-state={state}>
      {isFirst && !isMine && <Avatar user={sender} />}
      {isFirst && (
        <p className="byline">
          <bdi className={isMine ? 'visually-hidden' : 'name'}>{sender.name}</bdi>
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
        {isDeleted ? texts.deleted : text}
        {message.editedAt !== undefined && !isDeleted && <small> {texts.edited}</small>}
      </p>
      {outgoing && refusal !== undefined && (
        <div className="refusal" role="alert">
          <span>{texts.notSent(capitalized(refusal))}</span>
          <button type="button" onClick={() => on.onRetry(outgoing)}>
            {texts.tryAgain}
          </button>
          <button type="button" onClick={() => on.onEdit(outgoing)}>
            {texts.edit}
          </button>
        </div>
      )}
    </li>
  )
})
