import type { Message } from '@parlance/sdk'
import { Link } from 'wouter'
import { roomPath, threadPath } from '../../lib/paths.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Icon } from '../../ui/icons.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

type Props = { readonly message: Pick<Message, 'id' | 'room' | 'replies'> }

/** The number of replies in the thread of a message, which leads to them. Nothing without replies. */
export function ThreadLink({ message: { id, room, replies } }: Props) {
  const words = useWords()
  const { lobby } = useSignedIn()
  if (replies === undefined || replies.count === 0) return null
  return (
    <Link className="thread-link" href={threadPath(roomPath(room, lobby), id)}>
      <Icon name="thread" />
      {count(words.locale, words.replies, replies.count)}
      <small>
        <RelativeTime at={replies.lastAt} />
      </small>
    </Link>
  )
}
