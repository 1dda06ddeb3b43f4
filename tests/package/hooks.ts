import { createChat, type RoomId } from '@parlance/sdk'
import {
  ChatProvider,
  type LocalMessage,
  useMessages,
  usePresence,
  useRooms,
  useStatus,
  useTyping,
  useUnread,
} from '@parlance/sdk/react'
import { useBlocks, useMySanctions, useReports } from '@parlance/sdk/react/moderation'
import { useDraft, useReading, useWindow } from '@parlance/sdk/react/window'
import { outbox } from '@parlance/sdk/store'
import type { Row } from '@parlance/sdk/window'
import { createElement } from 'react'

// Compiled, not run: what is wrong here must not compile.

export function Room({ room }: { room: RoomId }) {
  const { messages, hasOlder, send, retry, discard, loadOlder, ...progress } = useMessages(room)
  const status = useStatus()
  const typing = useTyping(room)
  // @ts-expect-error A word is no room's id.
  useMessages('room_1')
  if (progress.state === 'error') return progress.error.code
  // @ts-expect-error There is no error unless the state says so.
  progress.error
  for (const one of messages) rowOf(one)
  // @ts-expect-error A text is a word.
  send(1)
  send('Hello', { data: { mood: 'good' } })
  // @ts-expect-error The key is made here.
  send('Hello', { clientId: 'mine' })
  if (hasOlder) void loadOlder()

  function rowOf(one: LocalMessage): string | undefined {
    // @ts-expect-error What was sent is not tried again.
    retry(one)
    if (one.id !== undefined) return `${one.seq} ${one.sender.name} ${one.reactions?.length}`
    // @ts-expect-error It has failed only where its status says so.
    one.local.error
    if (one.local.status !== 'failed') return one.sender?.name
    retry(one)
    discard(one)
    return one.local.error.message
  }

  if (status.state === 'live') return status.user.name
  return typing.map(({ name }) => name).length
}

export function Rooms() {
  const { rooms } = useRooms()
  const { total, rooms: unread } = useUnread()
  const first = rooms[0]
  // @ts-expect-error There may be none.
  usePresence(first.id)
  return `${total} ${first && unread.get(first.id)} ${first?.lastMessage?.text}`
}

const chat = createChat({ url: '', token: () => '', outbox: outbox('ana') })
export const app = createElement(ChatProvider, { value: chat }, createElement(Rooms))

export function RoomWindow({ room }: { room: RoomId }) {
  const [{ rows, load, held }, window] = useWindow(room)
  const [draft, setDraft] = useDraft(room)
  const { markUnread } = useReading(room, {
    isVisible: true,
    isFocused: true,
    isAtEnd: held === 0,
    lastSeq: 1,
  })
  // @ts-expect-error A reader is at the end, near it, or away from it.
  window.setPosition('middle')
  // @ts-expect-error The thread is the window's.
  window.send(draft.text, { thread: 'msg_1' })
  window.send(draft.text, { replyTo: draft.replyTo })
  // @ts-expect-error A draft has the position of the caret.
  setDraft({ text: '' })
  if (load.state === 'error') return load.error.code
  void markUnread(1)
  return rows.map(textOf).join()

  function textOf(row: Row): string {
    // @ts-expect-error Only the row of a message has one.
    row.message
    if (row.kind === 'outgoing')
      return row.outgoing.state === 'failed' ? row.outgoing.error.message : row.outgoing.input.text
    // @ts-expect-error A reaction is on or off.
    window.change({ kind: 'reaction', message: row.message.id, emoji: '👍' })
    window.change({ kind: 'pin', message: row.message.id, isOn: true })
    return row.message.text
  }
}

export function Moderation({ room }: { room: RoomId }) {
  const { blocks, isBlocked } = useBlocks()
  const { sanctions } = useMySanctions()
  const { reports, hasMore, loadMore } = useReports({ status: 'open', room })
  // @ts-expect-error A report is open, claimed or closed.
  useReports({ status: 'new' })
  if (hasMore) void loadMore()
  const first = blocks[0]
  return `${first && isBlocked(first.user)} ${sanctions[0]?.until} ${reports[0]?.reason}`
}
