import { ChatError } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { openReading, type Reading } from '@parlance/sdk/window'
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { readFocus, watchFocus } from '../../lib/focus.ts'
import { refusalOf } from '../../lib/refusal.ts'
import { showToast } from '../../ui/toast.tsx'
import { looking } from '../attention/index.ts'
import type { OpenedRoom } from './room.ts'

/**
 * Marks what the user reads as read (see openReading). The user reads while the tab is visible, its window is in front,
 * and the latest message is shown. Returns the function that marks the room as unread from a message on.
 */
export function useReading(
  { id, conversation }: OpenedRoom,
  name: string,
): (seq: number) => Promise<void> {
  const chat = useChat()
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
  useEffect(() => {
    looking.change({ room: isReading ? id : undefined, title: name })
  }, [id, isReading, name])
  useEffect(() => () => looking.change({ room: undefined, title: '' }), [])

  return useCallback(async (seq) => {
    await reading.current?.markUnread(seq).catch((error: unknown) => {
      if (!(error instanceof ChatError)) throw error
      showToast(refusalOf(error))
    })
  }, [])
}
