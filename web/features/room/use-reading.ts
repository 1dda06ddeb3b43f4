import { useChat, useRooms } from '@parlance/sdk/react'
import { openReading, type Reading } from '@parlance/sdk/window'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import type { OpenedRoom } from './room.ts'

/**
 * Marks what the user reads as read (see openReading), and counts in the title what is unread in all rooms. The user reads while the tab is
 * visible, its window is in front, and the latest message is shown.
 */
export function useReading({ id, conversation }: OpenedRoom, name: string): void {
  const chat = useChat()
  const words = useWords()
  const { rooms } = useRooms()
  const isLooking = useSyncExternalStore(watchFocus, readFocus)
  const { window: shown } = useSyncExternalStore(conversation.watch, conversation.read)
  const isAtEnd = shown.position === 'end'
  const lastSeq = shown.rows.findLast(({ kind }) => kind === 'message')
  const last = lastSeq?.kind === 'message' ? lastSeq.message.seq : 0

  const reading = useRef<Reading>(undefined)
  useEffect(() => {
    const opened = openReading(chat, id)
    reading.current = opened
    return opened.close
  }, [chat, id])
  useEffect(() => {
    reading.current?.update({
      isVisible: isLooking,
      isFocused: isLooking,
      isAtEnd,
      lastSeq: last,
    })
  }, [isLooking, isAtEnd, last])

  const isReading = isLooking && isAtEnd
  const unread = rooms
    .filter((room) => room.id !== id || !isReading)
    .reduce((sum, room) => sum + room.unread, 0)
  useEffect(() => {
    const n = new Intl.NumberFormat(words.locale).format(unread)
    document.title = unread > 0 ? fill(words.titleWith, { n, title: name }) : name
    return () => {
      document.title = words.product
    }
  }, [unread, name, words])
}

const readFocus = (): boolean => !document.hidden && document.hasFocus()

function watchFocus(listener: () => void): () => void {
  const listening = new AbortController()
  document.addEventListener('visibilitychange', listener, listening)
  for (const type of ['focus', 'blur']) addEventListener(type, listener, listening)
  return () => listening.abort()
}
