import type { RoomId } from '@parlance/sdk'
import { Link } from 'wouter'
import { PlainText } from '../../lib/markdown/plain-text.tsx'
import { messagePath } from '../../lib/paths.ts'
import { timeOrDay } from '../../lib/times.ts'
import { useToday } from '../../lib/use-today.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { PersonName } from '../../ui/names.tsx'
import { Empty, Notice, Skeleton } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { usePins } from './use-pins.ts'

type Props = {
  readonly room: RoomId
  /** The address of the room. */
  readonly path: string
}

/** The pinned messages of a room, the latest first. Each leads to its place. */
export function PinPanel({ room, path }: Props) {
  const words = useWords()
  const today = useToday()
  const { messages, refusal } = usePins(room)
  if (refusal !== undefined) return <Notice look="danger">{refusal}</Notice>
  if (messages === undefined) return <Skeleton rows={3} />
  if (messages.length === 0) return <Empty text={words.noPins} />
  return (
    <ul className="pins">
      {messages.map(({ id, seq, sender, text, createdAt }) => (
        <li key={id}>
          <Link href={messagePath(path, seq)}>
            <Avatar id={sender.id} name={sender.name} />
            <span className="pin-head">
              <PersonName name={sender.name} />
              <time dateTime={createdAt}>{timeOrDay(createdAt, today)}</time>
            </span>
            <span className="pin-text" dir="auto">
              <PlainText text={text} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
