import type { MessageId, RoomId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { openReading, type Reading, type WindowState } from '@parlance/sdk/window'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { readFocus, watchFocus } from '../../lib/focus.ts'

/** Marks the replies that the user reads as read (see openReading). */
export function useThreadReading(
  room: RoomId,
  thread: MessageId,
  { rows, position }: WindowState,
): void {
  const chat = useChat()
  const isLooking = useSyncExternalStore(watchFocus, readFocus)
  const last = rows.findLast(({ kind }) => kind === 'message')
  const lastSeq = last?.kind === 'message' ? last.message.seq : 0
  const isAtEnd = position === 'end'
  const reading = useRef<Reading>(undefined)

  useEffect(() => {
    const opened = openReading(chat, room, thread)
    reading.current = opened
    return opened.close
  }, [chat, room, thread])
  useEffect(() => {
    reading.current?.update({ isVisible: isLooking, isFocused: isLooking, isAtEnd, lastSeq })
  }, [isLooking, isAtEnd, lastSeq])
}
