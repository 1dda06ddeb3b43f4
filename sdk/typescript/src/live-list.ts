import type { Chat, UnknownEvent } from './chat.ts'
import type { ChatError } from './error.ts'
import type { ReceivedEvent, RoomId, UserId } from './protocol.ts'

/** The state of the last read. When a page cannot be read, the items that were read before stay. */
export type LoadState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready' }
  | { readonly state: 'error'; readonly error: ChatError }

export type LiveList<T> = ReturnType<typeof liveList<T>>
type Items<T> = readonly T[]

/** A first read that failed is repeated after this time: the rate limit was reached, or the server is starting. */
const RETRY_MS = 5000

type LiveListOptions<T> = {
  /** Only the events of this room are applied. */
  readonly room?: RoomId
  readonly read: () => Promise<Items<T>>
  /** Returns the items after an event, or the same items if they contain it already. `me` is the own id. */
  readonly applyEvent: (items: Items<T>, event: ReceivedEvent, me: UserId | undefined) => Items<T>
  /** The list is made of ephemeral events, which are never replayed: it is read again on each new connection. */
  readonly isEphemeral?: boolean
  /** The items that stay while the list has no subscribers, and while it is read again. By default all of them. */
  readonly retain?: (items: Items<T>) => Items<T>
}

/**
 * A list that is read once and then kept up to date by events, while it has subscribers. It subscribes to events
 * before it reads, and applies the events that arrive during the read to the result, so that no change is missed.
 * The hooks of `./react` are made of such lists.
 */
export function liveList<T>(
  chat: Chat,
  { room, read, applyEvent, isEphemeral, retain = (items) => items }: LiveListOptions<T>,
) {
  const subscribers = new Set<() => void>()
  let state: { readonly all: Items<T>; readonly progress: LoadState } = {
    all: [],
    progress: { state: 'loading' },
  }
  let unsubscribes: readonly (() => unknown)[] | undefined
  /** The list was read, and contains every event since. */
  let isComplete = false
  /** The events that arrived during the current read. */
  let meanwhile: ReceivedEvent[] | undefined

  function set(all: Items<T>, progress = state.progress): void {
    if (all === state.all && progress === state.progress) return
    state = { all, progress }
    for (const onChange of subscribers) onChange()
  }

  function subscribe(onChange: () => void): () => void {
    subscribers.add(onChange)
    if (!unsubscribes) {
      unsubscribes = [
        chat.on('*', receive as (event: ReceivedEvent | UnknownEvent) => void),
        chat.onReset(() => (isComplete = false)),
        chat.onStatus(readWhenLive),
      ]
      readWhenLive()
    }
    return () => {
      subscribers.delete(onChange)
      // Later, because a component that is unmounted for a moment, as in StrictMode, subscribes again at once.
      setTimeout(stop)
    }
  }

  function stop(): void {
    if (subscribers.size) return
    unsubscribes?.forEach((unsubscribe) => {
      unsubscribe()
    })
    unsubscribes = undefined
    meanwhile = undefined
    clear()
  }

  function clear(): void {
    isComplete = false
    set(retain(state.all), { state: 'loading' })
  }

  function readWhenLive(): void {
    if (chat.status.state === 'live' && (isEphemeral || !isComplete)) void reload()
  }

  function receive(event: ReceivedEvent): void {
    if (room && event.log !== room) return
    meanwhile?.push(event)
    if (isComplete) set(applyEvent(state.all, event, chat.user?.id))
  }

  /** Reads the whole list again. */
  function reload(): Promise<void> {
    clear()
    return load(read)
  }

  /** Replaces the items by the result of `read`, with the events that arrived during the read applied to it. */
  async function load(read: LiveListOptions<T>['read']): Promise<void> {
    if (!unsubscribes) return
    const received: ReceivedEvent[] = []
    meanwhile = received
    await read().then(
      (all) => {
        if (meanwhile !== received) return
        meanwhile = undefined
        isComplete = true
        set(all, { state: 'ready' })
        received.forEach(receive)
      },
      (error: ChatError) => {
        if (meanwhile !== received) return
        meanwhile = undefined
        set(state.all, { state: 'error', error })
        if (!isComplete) setTimeout(load, RETRY_MS, read)
      },
    )
  }

  return { read: () => state, subscribe, set, load, reload }
}
