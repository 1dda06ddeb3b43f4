import { ChatError, type Message, type ReadReceipt } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { refusalOf } from '../../lib/refusal.ts'
import { fullTime } from '../../lib/times.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { PersonName } from '../../ui/names.tsx'
import { Notice, Skeleton } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'

/** The first readers of a message: more than one page is not looked through. */
const MOST = 200

/** Who has read a message, and when. */
export function SeenDialog({
  message: { id, room },
  onClose,
}: {
  readonly message: Message
  readonly onClose: () => void
}) {
  const chat = useChat()
  const words = useWords()
  const [seen, setSeen] = useState<readonly ReadReceipt[]>()
  const [refusal, setRefusal] = useState<string>()

  useEffect(() => {
    chat.receipts.list({ room, message: id, limit: MOST }).then(
      ({ seen }) => setSeen(seen),
      (error: unknown) => {
        if (!(error instanceof ChatError)) throw error
        setRefusal(refusalOf(error))
      },
    )
  }, [chat, room, id])
  return (
    <Dialog title={words.seenBy} onClose={onClose}>
      {refusal !== undefined ? (
        <Notice look="danger">{refusal}</Notice>
      ) : seen === undefined ? (
        <Skeleton rows={3} />
      ) : seen.length === 0 ? (
        <p>{words.seenByNobody}</p>
      ) : (
        <ul className="seen-list">
          {seen.map(({ user, at }) => (
            <li key={user.id}>
              <Avatar id={user.id} name={user.name} />
              <PersonName name={user.name} />
              <time dateTime={at}>{fullTime(at)}</time>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
