import type { MessageId, MyRoom, RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useMemo, useSyncExternalStore } from 'react'
import { Button } from '../../ui/button.tsx'
import { PanelHead } from '../../ui/panel-head.tsx'
import { Empty } from '../../ui/states.tsx'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { Composer, writingOf } from '../composer/index.ts'
import { openMemberList } from '../member-list/index.ts'
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
  useThreadReading(room, thread, window)

  const { root, load } = window
  const isGone = load.state === 'error' && GONE.has(load.error.code)

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
            onEdit={writingOf(chat, { room, thread }).takeBack}
          />
          {mine &&
            rightsOf(mine, chat.user).canWrite &&
            root &&
            root.message.deletedAt === undefined && (
              <Composer
                room={room}
                thread={thread}
                details={mine}
                members={openMemberList(chat, room)}
                onEditLast={conversation.editLast}
              />
            )}
        </div>
      )}
    </>
  )
}
