import type { Message } from '@parlance/sdk'
import { IconButton } from '../../ui/button.tsx'
import { useWords } from '../../words/words.ts'
import { Quote } from './quote.tsx'

/** Above the box: the message that the next one answers. */
export function ReplyBar({
  message,
  onEnd,
}: {
  readonly message: Message
  readonly onEnd: () => void
}) {
  const words = useWords()
  return (
    <div className="reply-bar">
      <span className="visually-hidden">{words.replyingTo}</span>
      <Quote quote={message} onJump={undefined} />
      <IconButton icon="close" label={words.cancelReply} onClick={onEnd} />
    </div>
  )
}
