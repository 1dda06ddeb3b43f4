import type { Chat } from '../chat.ts'
import type { LoadState } from '../live-list.ts'
import type { Input, Message, MessageId, RoomId } from '../protocol.ts'
import type { Change } from './change.ts'
import { pendingChanges } from './changes.ts'
import { openLogWindow, type Position } from './log-window.ts'
import type { Observable } from './observable.ts'
import type { Outbox, Outgoing } from './outgoing.ts'
import { contains, type MessageRow, type Row, rowMaker } from './rows.ts'

export type WindowState = {
  /** The messages, the oldest first, and after the latest one the messages that are not sent yet. */
  readonly rows: readonly Row[]
  /** The root of the thread, in a window of a thread. */
  readonly root: MessageRow | undefined
  readonly hasOlder: boolean
  /** The room has later messages than the last row. */
  readonly hasNewer: boolean
  /** The number of messages of others that arrived below the reader, at most 1000. */
  readonly held: number
  readonly position: Position
  readonly isLoading: boolean
  /** The messages are those of `restore`: nothing was read yet. */
  readonly isRestored: boolean
  /** After an error the rows stay. */
  readonly load: LoadState
}

export type WindowOptions = {
  readonly room: RoomId
  /** The root of a thread: the window shows the replies. */
  readonly thread?: MessageId | undefined
  /** Sends the messages, and keeps those that are not sent. */
  readonly outbox: Outbox
}

export type RoomWindow = Observable<WindowState> & {
  /** Shows messages that the app has kept, the oldest first, until the first page is read. */
  readonly restore: (messages: readonly Message[]) => void
  /** Reads the page before the first row, if there is one. */
  readonly loadOlder: () => Promise<void>
  /** Reads the page after the last row, if there is one. */
  readonly loadNewer: () => Promise<void>
  readonly showLatest: () => Promise<void>
  /** Shows the messages around a seq: of a permalink, a search hit, or the first unread message. */
  readonly showAround: (seq: number) => Promise<void>
  /**
   * Where the reader is. At `away` new messages are held back, so that nothing moves; `loadNewer` shows them. `seq`: of
   * the message that the reader looks at; after a reset the window is read around it.
   */
  readonly setPosition: (position: Position, seq?: number) => void
  /** Sends a message, and shows it at the end. */
  readonly send: (text: string, more?: SendOptions) => Outgoing
  /** Shows a change of a message at once, and sends it. */
  readonly change: (change: Change) => void
  /** Adds the own reaction to a message of the window, or removes it. */
  readonly toggleReaction: (message: MessageId, emoji: string) => void
  /** Sends a refused change again: its `key`. */
  readonly retryChange: (key: string) => void
  readonly discardChange: (key: string) => void
}

type SendOptions = Omit<Input<'messages.send'>, 'room' | 'text' | 'clientId' | 'thread'>

const windows = new WeakMap<object, Map<string, RoomWindow>>()

/**
 * The window of a room or a thread. Everybody who opens the same one shares it. It is kept up to date while it has
 * subscribers, and is read again when it gets the next one.
 */
export function roomWindow(chat: Chat, options: WindowOptions): RoomWindow {
  const key = chat.room(options.room)
  const ofRoom = windows.get(key) ?? new Map<string, RoomWindow>()
  windows.set(key, ofRoom)
  const of = options.thread ?? ''
  const opened = ofRoom.get(of) ?? openWindow(chat, options)
  ofRoom.set(of, opened)
  return opened
}

function openWindow(chat: Chat, { room, thread, outbox }: WindowOptions): RoomWindow {
  const log = openLogWindow(chat, room, thread, changed)
  const changes = pendingChanges(chat, room)
  const { rowOf, outgoingRow } = rowMaker()
  const subscribers = new Set<() => void>()
  let state = current()
  let isStale = false
  let isAnnounced = false
  let unsubscribes: readonly (() => unknown)[] = []

  function current(): WindowState {
    const { all, progress } = log.list.read()
    const pending = changes.read()
    const me = chat.user?.id
    const root = log.root()
    const rows: Row[] = all.map((fact) => rowOf(fact, pending, me))
    if (!log.hasNewer()) {
      const keys = new Set(rows.map(({ key }) => key))
      for (const one of outbox.read().entries)
        if (isOfWindow(one) && !keys.has(one.clientId)) rows.push(outgoingRow(one))
    }
    return {
      rows,
      root: root && rowOf(root, pending, me),
      hasOlder: log.hasOlder(),
      hasNewer: log.hasNewer(),
      held: log.held(),
      position: log.position(),
      isLoading: log.isLoading() || progress.state === 'loading',
      isRestored: log.isRestored(),
      load: progress,
    }
  }

  // A function, because the first state already contains what is kept in the outbox.
  function isOfWindow({ input }: Outgoing): boolean {
    return input.room === room && contains(input, thread)
  }

  /** Later, because one event changes the messages and what is pending, and many events can arrive at once. */
  function changed(): void {
    isStale = true
    if (isAnnounced) return
    isAnnounced = true
    queueMicrotask(() => {
      isAnnounced = false
      for (const onChange of subscribers) onChange()
    })
  }

  function read(): WindowState {
    if (isStale) state = current()
    isStale = false
    return state
  }

  function subscribe(onChange: () => void): () => void {
    if (subscribers.size === 0)
      unsubscribes = [
        outbox.subscribe(changed),
        outbox.onSent(log.receiveSent),
        changes.subscribe(changed),
        changes.onFact(log.receiveAnswer),
        chat.on('member.joined', log.rejoin),
        log.list.subscribe(changed),
      ]
    subscribers.add(onChange)
    changed()
    return () => {
      subscribers.delete(onChange)
      if (subscribers.size > 0) return
      for (const end of unsubscribes) end()
      // The list stops later.
      setTimeout(changed)
    }
  }

  return {
    read,
    subscribe,
    restore(messages) {
      log.restore(messages)
      changed()
    },
    loadOlder: log.loadOlder,
    loadNewer: log.loadNewer,
    showLatest: log.showLatest,
    showAround: log.showAround,
    setPosition: log.setPosition,
    send(text, more) {
      const outgoing = outbox.send({ ...more, room, text, thread })
      void log.showLatest()
      return outgoing
    },
    change: changes.make,
    toggleReaction(message, emoji) {
      const { rows, root } = read()
      const row = [root, ...rows].find(
        (one) => one?.kind === 'message' && one.message.id === message,
      )
      const reactions = row?.kind === 'message' ? row.message.reactions : undefined
      const isMine = reactions?.some((one) => one.emoji === emoji && one.mine)
      changes.make({ kind: 'reaction', message, emoji, isOn: !isMine })
    },
    retryChange: changes.retry,
    discardChange: changes.discard,
  }
}
