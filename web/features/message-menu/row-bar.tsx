import type { Message } from '@parlance/sdk'
import { type KeyboardEvent, memo } from 'react'
import { useLocation } from 'wouter'
import { threadPath } from '../../lib/paths.ts'
import { IconButton } from '../../ui/button.tsx'
import { useWords } from '../../words/words.ts'
import { messageRights } from './message-rights.ts'
import type { MessagePlace, Overlay } from './types.ts'

type Props = {
  readonly message: Message
  readonly place: MessagePlace
  readonly onOpen: (overlay: Overlay) => void
}

/** Four commands for the message under the pointer, or with the focus. The arrow keys lead from one to the next. */
export const RowBar = memo(function RowBar({ message, place, onOpen }: Props) {
  const words = useWords()
  const [, navigate] = useLocation()
  const can = messageRights(place, message)
  const open = (kind: Overlay['kind']) => (event: { currentTarget: HTMLElement }) =>
    onOpen({
      kind,
      message,
      at: event.currentTarget.getBoundingClientRect(),
      opener: event.currentTarget.closest<HTMLElement>('.message'),
    })

  function move(event: KeyboardEvent<HTMLElement>): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    const buttons: HTMLElement[] = [...event.currentTarget.querySelectorAll('button')]
    const isForward = (event.key === 'ArrowRight') !== (document.documentElement.dir === 'rtl')
    const at = buttons.findIndex((button) => button.matches(':focus'))
    buttons[(at + (isForward ? 1 : -1) + buttons.length) % buttons.length]?.focus()
    event.preventDefault()
  }
  return (
    <div className="row-bar" role="toolbar" aria-label={words.messageActions} onKeyDown={move}>
      {can.canReact && (
        <IconButton tabIndex={-1} icon="react" label={words.addReaction} onClick={open('picker')} />
      )}
      {can.canReply && place.onReply && (
        <IconButton
          tabIndex={-1}
          icon="reply"
          label={words.reply}
          onClick={() => place.onReply?.(message)}
        />
      )}
      {can.canThread && (
        <IconButton
          tabIndex={-1}
          icon="thread"
          label={words.replyInThread}
          onClick={() => navigate(threadPath(place.path, message.id))}
        />
      )}
      <IconButton tabIndex={-1} icon="more" label={words.more} onClick={open('menu')} />
    </div>
  )
})
