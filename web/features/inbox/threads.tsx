import { type Chat, type LiveList, liveList, type RoomId, type Thread } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useSyncExternalStore } from 'react'
import { roomPath, threadPath } from '../../lib/paths.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Notice, Skeleton } from '../../ui/states.tsx'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { InboxMessage } from './inbox-message.tsx'

/** The threads that the user follows, the most recently active first. */
export function Threads({ nameOf }: { readonly nameOf: (room: RoomId) => string }) {
  const chat = useChat()
  const words = useWords()
  const { lobby } = useSignedIn()
  const list = listOf(chat)
  const { all, progress } = useSyncExternalStore(list.subscribe, list.read)
  const { run, refusal, isBusy } = useCommand()
  const unread = all.filter((thread) => thread.unread > 0)

  const markRead = ({ root }: Thread) =>
    chat.receipts.markThreadRead({
      room: root.room,
      message: root.id,
      seq: root.replies?.lastSeq ?? root.seq,
    })
  return (
    <>
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      {unread.length > 0 && (
        <Button
          icon="check"
          disabled={isBusy}
          onClick={() => run(() => Promise.all(unread.map(markRead)))}
        >
          {words.markAllRead}
        </Button>
      )}
      {progress.state === 'loading' && all.length === 0 && <Skeleton />}
      {progress.state === 'ready' && all.length === 0 && <Empty text={words.noThreads} />}
      <ul>
        {all.map((thread) => (
          <InboxMessage
            key={thread.root.id}
            message={thread.root}
            roomName={nameOf(thread.root.room)}
            href={threadPath(roomPath(thread.root.room, lobby), thread.root.id)}
            isUnread={thread.unread > 0}
            onRead={() => run(() => markRead(thread))}
          >
            <small className="thread-state">
              {count(words.locale, words.replies, thread.root.replies?.count ?? 0)}
              {thread.unread > 0 && (
                <b>{count(words.locale, words.unreadReplies, thread.unread)}</b>
              )}
            </small>
          </InboxMessage>
        ))}
      </ul>
    </>
  )
}

const lists = new WeakMap<Chat, LiveList<Thread>>()

function listOf(chat: Chat): LiveList<Thread> {
  const read = async () => (await chat.threads.list()).threads
  const list: LiveList<Thread> =
    lists.get(chat) ??
    liveList<Thread>(chat, {
      read,
      applyEvent(threads, event) {
        const isReply = 'root' in event && event.root !== undefined
        const isKnown = isReply && threads.some(({ root }) => root.id === event.root?.id)
        if (event.type === 'thread.updated' || isKnown) void list.load(read)
        return threads
      },
    })
  lists.set(chat, list)
  return list
}
