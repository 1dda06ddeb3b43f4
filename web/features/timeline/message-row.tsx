import type { Message } from '@parlance/sdk'
import type { Outgoing, PendingChange } from '@parlance/sdk/window'
import { memo, Suspense } from 'react'
import { refusalOf } from '../../lib/refusal.ts'
import { fullTime, shortTime, timeOfDay } from '../../lib/times.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Icon } from '../../ui/icons.tsx'
import { PersonName } from '../../ui/names.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { EditBox } from '../edit-message/index.ts'
import { type MessagePlace, messageRights, type Overlay, RowBar } from '../message-menu/index.ts'
import { Quote } from '../quote/index.ts'
import { Reactions } from '../reactions/index.ts'
import { ThreadLink } from '../thread-link/index.ts'
import { MessageText } from './message-text.tsx'
import { RowStates } from './row-states.tsx'
import type { ShownMessage } from './rows.ts'

/** What the rows of a list call. It stays the same object, so that no row is rendered for it. */
export type RowActions = {
  readonly place: MessagePlace
  readonly open: (overlay: Overlay) => void
  readonly jumpTo: (seq: number) => void
  readonly toggle: (message: Message, emoji: readonly string[]) => void
  readonly endEdit: () => void
}

type Props = {
  readonly message: ShownMessage
  readonly outgoing?: Outgoing
  readonly changes?: readonly PendingChange[]
  /** Without it the row can only be read. */
  readonly actions?: RowActions
  readonly rowKey?: string
  readonly isMine: boolean
  readonly isFirst: boolean
  /** The pointer or the focus is on it. */
  readonly isActive?: boolean
  /** It is the message of the address. */
  readonly isMarked?: boolean
  readonly isEditing?: boolean
  readonly mentionsMe?: boolean
  readonly onRetry: (outgoing: Outgoing) => void
  readonly onEdit: (outgoing: Outgoing) => void
}

export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, outgoing, actions, isMine, isFirst } = props
  const words = useWords()
  const { sender, createdAt, pinnedAt, quote } = message
  const sent = hasId(message) ? message : undefined
  const isDeleted = message.deletedAt !== undefined
  const state =
    outgoing === undefined ? 'sent' : outgoing.state === 'failed' ? 'refused' : 'sending'
  return (
    <li
      className="message"
      data-key={props.rowKey}
      data-seq={message.seq}
      data-mine={isMine}
      data-first={isFirst}
      data-state={state}
      data-marked={props.isMarked}
      data-mentions-me={props.mentionsMe}
      data-active={props.isActive}
      tabIndex={actions && -1}
    >
      {isFirst ? (
        <Avatar id={sender.id} name={sender.name} />
      ) : (
        <time className="gutter" dateTime={createdAt} title={fullTime(createdAt)}>
          {shortTime(createdAt)}
        </time>
      )}
      {isFirst && (
        <p className="byline">
          <PersonName name={sender.name} />
          <time dateTime={createdAt} title={fullTime(createdAt)}>
            {timeOfDay(createdAt)}
          </time>
        </p>
      )}
      {pinnedAt !== undefined && (
        <p className="pinned">
          <Icon name="pin" />
          {words.pinned}
        </p>
      )}
      {quote && !isDeleted && <Quote quote={quote} onJump={actions?.jumpTo} />}
      {props.isEditing && sent && actions ? (
        <Suspense fallback={<MessageText message={message} />}>
          <EditBox
            text={sent.text}
            onSave={(text) => actions.place.window.change({ kind: 'text', message: sent.id, text })}
            onEnd={actions.endEdit}
          />
        </Suspense>
      ) : isDeleted ? (
        <p className="text" data-deleted="true">
          {words.deleted}
        </p>
      ) : (
        <MessageText
          message={message}
          end={message.editedAt !== undefined && <small> {words.edited}</small>}
        />
      )}
      {sent && !isDeleted && (
        <Reactions
          message={sent}
          onToggle={
            actions && messageRights(actions.place, sent).canReact
              ? (emoji) => actions.toggle(sent, emoji)
              : undefined
          }
          onAdd={(opener) =>
            actions?.open({
              kind: 'picker',
              message: sent,
              at: opener.getBoundingClientRect(),
              opener,
            })
          }
        />
      )}
      {sent && <ThreadLink message={sent} />}
      {outgoing?.state === 'failed' && (
        <div className="refusal" role="alert">
          <span>{fill(words.notSent, { reason: refusalOf(outgoing.error) })}</span>
          <button type="button" onClick={() => props.onRetry(outgoing)}>
            {words.tryAgain}
          </button>
          <button type="button" onClick={() => props.onEdit(outgoing)}>
            {words.edit}
          </button>
        </div>
      )}
      {actions && props.changes && (
        <RowStates changes={props.changes} window={actions.place.window} />
      )}
      {props.isActive && sent && actions && !props.isEditing && (
        <Suspense>
          <RowBar message={sent} place={actions.place} onOpen={actions.open} />
        </Suspense>
      )}
    </li>
  )
})

const hasId = (message: ShownMessage): message is Message => message.id !== undefined
