import { ChatError } from '@parlance/sdk'
import { useChat, useRooms } from '@parlance/sdk/react'
import { openReading, type Reading } from '@parlance/sdk/window'
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { capitalized } from '../../lib/times.ts'
import { showToast } from '../../ui/toast.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import type { OpenedRoom } from './room.ts'

/**
 * Marks what the user reads as read (see openReading), and counts in the title what is unread in all rooms. The user reads
 * while the tab is visible, its window is in front, and the latest message is shown. Returns the function that marks the
 * room as unread from a message on.
 */
export function useReading(
  { id, conversation }: OpenedRoom,
  name: string,
): (seq: number) => Promise<void> {
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

  return useCallback(async (seq) => {
    await reading.current?.markUnread(seq).catch((error: unknown) => {
      if (!(error instanceof ChatError)) throw error
      showToast(capitalized(error.message))
    })
  }, [])
}

const readFocus = (): boolean => !document.hidden && document.hasFocus()

function watchFocus(listener: () => void): () => void {
  const listening = new AbortController()
  document.addEventListener('visibilitychange', listener, listening)
  for (const type of ['focus', 'blur']) addEventListener(type, listener, listening)
  return () => listening.abort()
}
