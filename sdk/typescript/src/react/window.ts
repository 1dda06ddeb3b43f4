'use client'

import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react'
import type { Draft, Drafts } from '../drafts.ts'
import type { Outbox } from '../outbox.ts'
import type { MessageId, RoomId } from '../protocol.ts'
import { useChat } from '../react.ts'
import type { Observable } from '../window/observable.ts'
import { openReading, type ReaderFacts, type Reading } from '../window/reading.ts'
import { type RoomWindow, roomWindow, type WindowState } from '../window/window.ts'

/** What the user has not sent: the outbox and the drafts. */
export type Unsent = { readonly outbox: Outbox; readonly drafts: Drafts }

const Context = createContext<Unsent | null>(null)

/** `<UnsentProvider value={{ outbox, drafts }}>`, within a `ChatProvider`. The app opens both and closes them. */
export const UnsentProvider = Context.Provider

function useUnsent(): Unsent {
  const unsent = useContext(Context)
  if (!unsent) throw new Error('Add an UnsentProvider')
  return unsent
}

/** The window of a room, or of a thread: its state, and its methods, which stay the same. */
export function useWindow(room: RoomId, thread?: MessageId): readonly [WindowState, RoomWindow] {
  const chat = useChat()
  const { outbox } = useUnsent()
  const opened = useMemo(
    () => roomWindow(chat, { room, thread, outbox }),
    [chat, room, thread, outbox],
  )
  return [useObservable(opened), opened]
}

/** The draft of a room, or of a thread, and the function that changes it. */
export function useDraft(
  room: RoomId,
  thread?: MessageId,
): readonly [Draft, (draft: Draft) => void] {
  const { drafts } = useUnsent()
  const read = () => drafts.of({ room, thread })
  const draft = useSyncExternalStore(drafts.subscribe, read, read)
  const write = useCallback(
    (next: Draft) => drafts.write({ room, thread }, next),
    [drafts, room, thread],
  )
  return [draft, write]
}

/** The places that have drafts, and whether drafts are kept. */
export const useDrafts = (): ReturnType<Drafts['read']> => useObservable(useUnsent().drafts)

/** The messages that are not sent yet, and the outbox, to retry and discard them. */
export function useOutbox(): readonly [ReturnType<Outbox['read']>, Outbox] {
  const { outbox } = useUnsent()
  return [useObservable(outbox), outbox]
}

/** Marks a room, or a thread, as read by what the page knows about the reader. */
export function useReading(
  room: RoomId,
  facts: ReaderFacts,
  thread?: MessageId,
): Pick<Reading, 'markRead' | 'markUnread'> {
  const chat = useChat()
  const reading = useRef<Reading>(undefined)
  useEffect(() => {
    const opened = openReading(chat, room, thread)
    reading.current = opened
    return opened.close
  }, [chat, room, thread])
  useEffect(() => reading.current?.update(facts))
  return useMemo(
    () => ({
      markRead: async () => reading.current?.markRead(),
      markUnread: async (seq: number) => reading.current?.markUnread(seq),
    }),
    [],
  )
}

const useObservable = <T>({ subscribe, read }: Observable<T>): T =>
  useSyncExternalStore(subscribe, read, read)
