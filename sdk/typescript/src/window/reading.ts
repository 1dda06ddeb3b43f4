import type { Chat } from '../chat.ts'
import type { MessageId, MyRoom, RoomId } from '../protocol.ts'

/** A room is read when the reader was at its end for this time, with the page visible and focused. */
const READ_AFTER_MS = 1000

/** What the page knows. `lastSeq`: of the last message that it shows. */
export type ReaderFacts = {
  readonly isVisible: boolean
  readonly isFocused: boolean
  readonly isAtEnd: boolean
  readonly lastSeq: number
}

export type Reading = {
  /** Call it at every change of a fact. */
  readonly update: (facts: ReaderFacts) => void
  /** Marks the room as unread from a message on. It stays unread until the reader leaves the end and returns to it. */
  readonly markUnread: (seq: number) => Promise<void>
  /** Marks everything as read that the page shows, at the reader's request. */
  readonly markRead: () => Promise<void>
  /** The reader leaves the room. */
  readonly close: () => void
}

/**
 * Decides when a room, or a thread, is marked as read: when the page is visible and focused and the reader is at the end,
 * for a second; while that lasts, each further message at once.
 */
export function openReading(chat: Chat, room: RoomId, thread?: MessageId): Reading {
  let facts: ReaderFacts | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isReading = false
  let markedSeq = 0
  let isKeptUnread = false

  // The mark of another tab holds here, too.
  const unsubscribe = chat.on('preferences.updated', (event) => {
    if (event.room === room && event.unreadFrom !== undefined) keepUnread()
  })

  function keepUnread(): void {
    isKeptUnread = true
    markedSeq = 0
  }

  function update(next: ReaderFacts): void {
    if (facts && !facts.isAtEnd && next.isAtEnd) isKeptUnread = false
    facts = next
    if (!(next.isVisible && next.isFocused && next.isAtEnd)) stop()
    else if (isReading) readShown()
    else
      timer ??= setTimeout(() => {
        isReading = true
        readShown()
      }, READ_AFTER_MS)
  }

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
    isReading = false
  }

  function readShown(): void {
    if (facts && !isKeptUnread && facts.lastSeq > markedSeq) void mark(facts.lastSeq)
  }

  async function mark(seq: number): Promise<void> {
    markedSeq = seq
    await (thread
      ? chat.call('receipts.markThreadRead', { room, message: thread, seq })
      : chat.room(room).markRead(seq)
    ).catch(() => {
      // The next message, or the next visit, tries again.
      if (markedSeq === seq) markedSeq = 0
    })
  }

  return {
    update,
    async markUnread(seq) {
      keepUnread()
      await chat.call('receipts.markUnread', { room, seq })
    },
    async markRead() {
      isKeptUnread = false
      if (facts?.lastSeq) await mark(facts.lastSeq)
    },
    close() {
      stop()
      unsubscribe()
    },
  }
}

/**
 * The seq from which a room is unread; undefined if nothing is. Read it when the reader enters the room: the line of the
 * unread messages stands there, and `showAround` opens the room there.
 */
export const unreadFrom = (room: MyRoom): number | undefined =>
  room.unreadFrom ?? (room.unread ? Math.max(room.readSeq, room.joinedSeq) + 1 : undefined)
