import type { Message } from '@parlance/sdk'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { PlainText } from '../../lib/markdown/plain-text.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { PersonName } from '../../ui/names.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

type Props = {
  readonly message: Message
  readonly roomName: string
  readonly href: string
  readonly isUnread: boolean
  readonly onRead: () => void
  readonly children?: ReactNode
}

/** A message that waits for the user, with the way to it. */
export function InboxMessage({ message, roomName, href, isUnread, onRead, children }: Props) {
  const words = useWords()
  const { sender, text, createdAt, deletedAt } = message
  return (
    <li data-unread={isUnread}>
      <Link className="message-link" href={href}>
        <Avatar id={sender.id} name={sender.name} />
        <span>
          <span className="message-link-head">
            <PersonName name={sender.name} />
            <bdi className="name">{roomName}</bdi>
            {isUnread && <span className="visually-hidden">{words.isUnread}</span>}
            <RelativeTime at={createdAt} />
          </span>
          <span className="message-link-text" dir="auto">
            {deletedAt === undefined ? <PlainText text={text} /> : words.deleted}
          </span>
          {children}
        </span>
      </Link>
      {isUnread && (
        <IconButton
          icon="check"
          label={fill(words.markRead, { name: sender.name })}
          onClick={onRead}
        />
      )}
    </li>
  )
}
