import {
  type Chat,
  type LiveList,
  liveList,
  type Mention,
  type MyRoom,
  type RoomId,
} from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useSyncExternalStore } from 'react'
import { placeOf } from '../../lib/paths.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Notice, Skeleton } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { InboxMessage } from './inbox-message.tsx'

type Props = {
  readonly rooms: readonly MyRoom[]
  readonly nameOf: (room: RoomId) => string
}

/** The latest messages that mention the user. One is unread while it is after the read pointer of its room. */
export function Mentions({ rooms, nameOf }: Props) {
  const chat = useChat()
  const words = useWords()
  const { lobby } = useSignedIn()
  const list = listOf(chat)
  const { all, progress } = useSyncExternalStore(list.subscribe, list.read)
  const { run, refusal, isBusy } = useCommand()
  const readSeqs = new Map(rooms.map(({ id, readSeq }) => [id, readSeq]))
  const isUnread = ({ room, message }: Mention) =>
    message.seq > (readSeqs.get(room) ?? Number.POSITIVE_INFINITY)
  const markRead = ({ room, message }: Mention) =>
    chat.receipts.markRead({ room, seq: message.seq })

  return (
    <>
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      {all.some(isUnread) && (
        <Button
          icon="check"
          disabled={isBusy}
          onClick={() => run(() => Promise.all(latestOf(all.filter(isUnread)).map(markRead)))}
        >
          {words.markAllRead}
        </Button>
      )}
      {progress.state === 'loading' && all.length === 0 && <Skeleton />}
      {progress.state === 'ready' && all.length === 0 && <Empty text={words.noMentions} />}
      <ul>
        {all.map((mention) => (
          <InboxMessage
            key={mention.message.id}
            message={mention.message}
            roomName={nameOf(mention.room)}
            href={placeOf(mention.message, lobby)}
            isUnread={isUnread(mention)}
            onRead={() => run(() => markRead(mention))}
          />
        ))}
      </ul>
    </>
  )
}

/** The last mention of each room: to read up to it reads those before. */
function latestOf(mentions: readonly Mention[]): Mention[] {
  const latest = new Map<RoomId, Mention>()
  for (const mention of mentions)
    if (mention.message.seq > (latest.get(mention.room)?.message.seq ?? 0))
      latest.set(mention.room, mention)
  return [...latest.values()]
}

const lists = new WeakMap<Chat, LiveList<Mention>>()

function listOf(chat: Chat): LiveList<Mention> {
  const read = async () => (await chat.mentions.list()).mentions
  const list: LiveList<Mention> =
    lists.get(chat) ??
    liveList<Mention>(chat, {
      read,
      applyEvent(mentions, event) {
        // The event has no text.
        if (event.type === 'mention.created') void list.load(read)
        return mentions
      },
    })
  lists.set(chat, list)
  return list
}
