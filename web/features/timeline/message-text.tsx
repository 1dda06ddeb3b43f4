import type { Message } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { type ReactNode, useMemo, useSyncExternalStore } from 'react'
import { MarkdownText, type Mention } from '../../lib/markdown/markdown-text.tsx'
import { openMemberList } from '../member-list/index.ts'
import type { ShownMessage } from './rows.ts'

type Props = { readonly message: ShownMessage; readonly end?: ReactNode }

/** The text of a message. Only with mentions it follows the names of the members. */
export function MessageText({ message, end }: Props) {
  const { text, room, mentions } = message
  return (
    <div className="text">
      {room && mentions ? (
        <TextWithMentions {...{ text, room, mentions, end }} />
      ) : (
        <MarkdownText text={text} end={end} />
      )}
    </div>
  )
}

function TextWithMentions({
  text,
  room,
  mentions,
  end,
}: Pick<Message, 'text' | 'room'> & {
  readonly mentions: NonNullable<Message['mentions']>
  readonly end: ReactNode
}) {
  const chat = useChat()
  const list = openMemberList(chat, room)
  const members = useSyncExternalStore(list.watch, () => list.read().members)
  const names = useMemo((): readonly Mention[] => {
    const users = (mentions.users ?? []).flatMap((id) => {
      const name = members.get(id)?.user.name
      return name === undefined ? [] : [{ name, isMe: id === chat.user?.id }]
    })
    const groups = GROUPS.filter((name) => mentions[name]).map((name) => ({ name, isMe: true }))
    return [...users, ...groups]
  }, [mentions, members, chat])
  return <MarkdownText text={text} mentions={names} end={end} />
}

const GROUPS = ['room', 'online'] as const
