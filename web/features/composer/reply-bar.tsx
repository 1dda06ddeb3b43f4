import { ChatError, type Message, type MessageId, type RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { PlainText } from '../../lib/markdown/plain-text.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import type { Writing } from './writing.ts'

/** Above the text: the message to which it replies. */
export function ReplyBar({
  writing,
  room,
  message: id,
  onCancel,
}: {
  readonly writing: Pick<Writing, 'repliedTo'>
  readonly room: RoomId
  readonly message: MessageId
  readonly onCancel: () => void
}) {
  const words = useWords()
  const message = useMessage(writing, room, id)
  return (
    <div className="target-bar">
      <Icon name="reply" />
      <p>
        {message && <strong>{fill(words.composer.replyTo, { name: message.sender.name })}</strong>}
        <span dir="auto">
          {message?.deletedAt === undefined ? (
            <PlainText text={message?.text ?? ''} />
          ) : (
            words.deleted
          )}
        </span>
      </p>
      <IconButton icon="close" label={words.composer.cancelReply} onClick={onCancel} />
    </div>
  )
}

/** After a reload the message is read again. */
function useMessage(
  writing: Pick<Writing, 'repliedTo'>,
  room: RoomId,
  id: MessageId,
): Message | undefined {
  const chat = useChat()
  const known = writing.repliedTo.get(id)
  const [read, setRead] = useState<Message>()
  useEffect(() => {
    if (known) return
    const leaving = new AbortController()
    chat.messages.get({ room, message: id }, { signal: leaving.signal }).then(setRead, (error) => {
      // The message cannot be read any more: the reply has no quote.
      if (!(error instanceof ChatError)) throw error
    })
    return () => leaving.abort()
  }, [chat, room, id, known])
  return known ?? (read?.id === id ? read : undefined)
}
