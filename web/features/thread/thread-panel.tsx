import type { MessageId, MyRoom, RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import type { Outgoing } from '@parlance/sdk/window'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { Button } from '../../ui/button.tsx'
import { PanelHead } from '../../ui/panel-head.tsx'
import { Empty } from '../../ui/states.tsx'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { Composer } from '../composer/index.ts'
import { rightsOf } from '../rights/index.ts'
import { MessageRow, Messages } from '../timeline/index.ts'
import { openThread } from './open-thread.ts'
import { useFollowing } from './use-following.ts'
import { useThreadReading } from './use-thread-reading.ts'

type Props = {
  readonly room: RoomId
  readonly roomName: string
  readonly thread: MessageId
  /** Undefined for a visitor, who can only read. */
  readonly mine: MyRoom | undefined
  readonly closePath: string
}

/** What was typed and not sent, by thread. */
const drafts = new Map<MessageId, string>()
const nothing = () => undefined
/** `invalid_input`: the id in the address was cut off. */
const GONE: ReadonlySet<string> = new Set(['not_found', 'invalid_input'])

/** The replies to a message, below it. */
export function ThreadPanel({ room, roomName, thread, mine, closePath }: Props) {
  const chat = useChat()
  const words = useWords()
  const conversation = useMemo(() => openThread(chat, room, thread), [chat, room, thread])
  const { window } = useSyncExternalStore(conversation.watch, conversation.read)
  const [following, follow] = useFollowing(room, thread)
  const [draft, setDraft] = useState(drafts.get(thread) ?? '')
  const box = useRef<HTMLTextAreaElement>(null)
  useThreadReading(room, thread, window)
  useEffect(() => {
    drafts.set(thread, draft)
  }, [thread, draft])

  const { root, load } = window
  const isGone = load.state === 'error' && GONE.has(load.error.code)

  function editRefused(outgoing: Outgoing): void {
    conversation.discard(outgoing)
    setDraft((draft) => [outgoing.input.text, draft].filter(Boolean).join('\n'))
    box.current?.focus()
  }
  const beginning = root && (
    <>
      <MessageRow
        message={{ ...root.message, replies: undefined }}
        isMine={root.message.sender.id === chat.user?.id}
        isFirst
        onRetry={nothing}
        onEdit={nothing}
      />
      <li className="thread-count">
        {count(words.locale, words.replies, root.message.replies?.count ?? 0)}
      </li>
    </>
  )
  return (
    <>
      <PanelHead title={words.thread} closePath={closePath}>
        {following !== undefined && (
          <Button
            look="quiet"
            aria-pressed={following}
            title={following ? words.unfollowHint : words.followHint}
            onClick={() => follow(!following)}
          >
            {following ? words.following : words.follow}
          </Button>
        )}
      </PanelHead>
      {isGone ? (
        <Empty text={words.threadGone} />
      ) : (
        <div className="conversation">
          <Messages
            conversation={conversation}
            roomName={roomName}
            me={chat.user}
            room={mine}
            path={closePath}
            beginning={beginning}
            onEdit={editRefused}
          />
          {mine &&
            rightsOf(mine, chat.user).canWrite &&
            root &&
            root.message.deletedAt === undefined && (
              <Composer
                box={box}
                text={draft}
                isReady={load.state === 'ready'}
                onText={setDraft}
                onSend={conversation.send}
              />
            )}
        </div>
      )}
    </>
  )
}
