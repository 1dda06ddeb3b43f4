import type { Chat } from './chat.ts'
import type { ChatError } from './error.ts'
import type { ReceivedEvent, RoomId, UserId } from './protocol.ts'

/** How far reading has come. A page that could not be read leaves the others as they are. */
export type LoadState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready' }
  | { readonly state: 'error'; readonly error: ChatError }

export type LiveList<T> = ReturnType<typeof liveList<T>>
type Many<T> = readonly T[]

/** What could not be begun is tried again: too much at once, or a server that is just starting. */
const AGAIN_MS = 5000

type LiveListOptions<T> = {
  /** Only what is told of this room is received. */
  readonly room?: RoomId
  readonly read: () => Promise<Many<T>>
  /** Leaves out what is in there already. `me`: my own id. */
  readonly applyEvent: (was: Many<T>, told: ReceivedEvent, me: UserId | undefined) => Many<T>
  /** What is received is never replayed: each new connection reads anew. */
  readonly isPassing?: boolean
  /** What stays when nobody watches, and when it is read anew. */
  readonly rest?: (was: Many<T>) => Many<T>
}

/**
 * What is read once and kept up by what is received, for as long as anybody watches it. It listens first and
 * reads then, so that nothing falls between: what is received while a page is on its way is applied to it
 * when it is there. The hooks of `./react` are made of these.
 */
export function liveList<T>(
  chat: Chat,
  { room, read, applyEvent, isPassing, rest = (was) => was }: LiveListOptions<T>,
) {
  const watchers = new Set<() => void>()
  let state: { readonly all: Many<T>; readonly progress: LoadState } = {
    all: [],
    progress: { state: 'loading' },
  }
  let offs: readonly (() => unknown)[] | undefined
  /** Everything up to now is in it. */
  let isWhole = false
  let reads = 0
  /** Heard while something is read. */
  let meanwhile: ReceivedEvent[] | undefined

  function set(all: Many<T>, progress = state.progress): void {
    if (all === state.all && progress === state.progress) return
    state = { all, progress }
    for (const tell of watchers) tell()
  }

  function watch(tell: () => void): () => void {
    watchers.add(tell)
    if (!offs) {
      offs = [
        chat.on('*', (told) => take(told as ReceivedEvent)),
        chat.onReset(() => (isWhole = false)),
        chat.onStatus(look),
      ]
      look()
    }
    return () => {
      watchers.delete(tell)
      // Not at once: who unmounts for a moment, as StrictMode does, is back before that.
      setTimeout(end)
    }
  }

  function end(): void {
    if (watchers.size) return
    for (const off of offs ?? []) off()
    offs = undefined
    reads++
    rested()
  }

  function rested(): void {
    isWhole = false
    set(rest(state.all), { state: 'loading' })
  }

  function look(): void {
    if (chat.status.state === 'live' && (isPassing || !isWhole)) void begin()
  }

  function take(told: ReceivedEvent): void {
    if (room && told.log !== room) return
    meanwhile?.push(told)
    if (isWhole) set(applyEvent(state.all, told, chat.user?.id))
  }

  /** Reads everything anew. */
  function begin(): Promise<void> {
    rested()
    return load(read)
  }

  /** What is read takes its place, and what was received meanwhile is applied to that. */
  async function load(read: LiveListOptions<T>['read']): Promise<void> {
    if (!offs) return
    const mine = ++reads
    const received: ReceivedEvent[] = []
    meanwhile = received
    await read().then(
      (all) => {
        if (mine !== reads) return
        meanwhile = undefined
        isWhole = true
        set(all, { state: 'ready' })
        received.forEach(take)
      },
      (error: ChatError) => {
        if (mine !== reads) return
        meanwhile = undefined
        set(state.all, { state: 'error', error })
        if (!isWhole) setTimeout(load, AGAIN_MS, read)
      },
    )
  }

  return { read: () => state, watch, set, load, begin }
}
