import type { Chat } from './chat.ts'
import { ChatError } from './error.ts'
import { newClientId } from './ids.ts'
import type { Input, Message } from './protocol.ts'
import {
  type KeyedStorage,
  keeping,
  keyedStorage,
  type StorageState,
  tabsOf,
} from './window/kept.ts'
import { type Observable, observable } from './window/observable.ts'
import type { Outgoing, Outbox as WindowOutbox } from './window/outgoing.ts'

export {
  forgetKept,
  type KeyedStorage,
  keyedStorage,
  type StorageState,
} from './window/kept.ts'
export type { Outgoing } from './window/outgoing.ts'

export type Outbox = Observable<{
  readonly entries: readonly Outgoing[]
  readonly storage: StorageState
}> &
  Pick<WindowOutbox, 'send' | 'onSent'> & {
    /** Sends a refused message again. */
    readonly retry: (clientId: string) => void
    /** Removes a message that is refused or waiting. */
    readonly discard: (clientId: string) => void
    readonly close: () => void
  }

export type OutboxOptions = {
  /** Another one for each user, so that no user sends the messages of another one. */
  readonly name: string
  /** The default is the browser's IndexedDB. */
  readonly storage?: KeyedStorage
  /** Sends one message. The default is the command `messages.send`. */
  readonly send?: (input: Input<'messages.send'>) => Promise<Message>
}

/** `order`: the messages are sent in this order. `error`: the refusal. */
type Kept = {
  readonly clientId: string
  readonly input: Input<'messages.send'>
  readonly createdAt: string
  readonly order: number
  readonly error?: { readonly code: string; readonly message: string }
}
/** What one tab reports to the others. */
type Report =
  | { readonly kept: Kept }
  | { readonly removed: string; readonly message?: Message | undefined }

/** A message is sent again by itself if the server says that it can be sent within this time. */
const MOST_WAIT_S = 60
const WAIT_S = 3
/** The refusals that end by themselves. */
const PASSING: ReadonlySet<string> = new Set([
  'rate_limited',
  'slow_mode',
  'unavailable',
  'check_failed',
])

/**
 * The messages of a user that are not sent yet. They are kept in the browser, are shown in every tab, and are sent in their
 * order, each once, by one tab at a time. Use it without the `outbox` of `createChat`.
 */
export function openOutbox(chat: Chat, options: OutboxOptions): Outbox {
  const { name, send = (input) => chat.call('messages.send', input) } = options
  const all = new Map<string, Kept>()
  /** The rooms whose messages are being sent. `wait`: until a refusal that ends by itself has ended. */
  const rooms = new Map<string, 'send' | 'wait'>()
  const sentListeners = new Set<(message: Message) => void>()
  const closing = new AbortController()
  let shown = new Map<string, { readonly kept: Kept; readonly outgoing: Outgoing }>()
  let isSender = false
  /** While the storage is read: the messages that are removed meanwhile, which the answer can still have. */
  let removals: Set<string> | undefined
  const state = observable<ReturnType<Outbox['read']>>({ entries: [], storage: 'loading' })
  const kept = keeping(options.storage ?? keyedStorage(name, 'outbox'), (storage) => {
    if (state.read().storage !== storage) state.set({ ...state.read(), storage })
  })
  const tabs = tabsOf<Report>(`outbox ${name}`, receive)
  const unsubscribe = chat.onStatus(publish)
  const loaded = load()
  void holdLock(`parlance outbox ${name}`, closing.signal, async () => {
    await loaded
    // The tab that sent before can have ended between its report and the storage.
    await load()
    isSender = true
    deliverAll()
  })

  async function load(): Promise<void> {
    const removed = new Set<string>()
    removals = removed
    for (const value of await kept.all())
      if (isKept(value) && !all.has(value.clientId) && !removed.has(value.clientId))
        all.set(value.clientId, value)
    removals = undefined
    publish()
  }

  function receive(report: Report): void {
    if ('removed' in report) {
      void drop(report.removed)
      if (report.message) announce(report.message)
    } else all.set(report.kept.clientId, report.kept)
    publish()
    deliverAll()
  }

  function put(one: Kept): void {
    all.set(one.clientId, one)
    void kept.write(one.clientId, one)
    tabs.send({ kept: one })
    publish()
  }
  /** Also in the storage: this tab can still be writing the message that another one removes. */
  function drop(clientId: string): Promise<void> {
    all.delete(clientId)
    removals?.add(clientId)
    return kept.write(clientId, undefined)
  }
  function remove(clientId: string, message?: Message): void {
    void drop(clientId)
    tabs.send({ removed: clientId, message })
    if (message) announce(message)
    publish()
  }
  function announce(message: Message): void {
    for (const onSent of sentListeners) onSent(message)
  }

  function publish(): void {
    const next = new Map<string, { readonly kept: Kept; readonly outgoing: Outgoing }>()
    for (const one of inOrder()) {
      const outgoing = outgoingOf(one)
      const known = shown.get(one.clientId)
      const isSame = known?.kept === one && known.outgoing.state === outgoing.state
      next.set(one.clientId, isSame ? known : { kept: one, outgoing })
    }
    shown = next
    const entries = [...next.values()].map(({ outgoing }) => outgoing)
    const before = state.read().entries
    if (entries.length !== before.length || entries.some((one, n) => one !== before[n]))
      state.set({ ...state.read(), entries })
  }

  const inOrder = () =>
    [...all.values()].sort((a, b) => a.order - b.order || (a.clientId < b.clientId ? -1 : 1))

  function outgoingOf({ clientId, input, createdAt, error }: Kept): Outgoing {
    if (error) return { clientId, input, createdAt, state: 'failed', error }
    const isSending = chat.status.state === 'live' && rooms.get(input.room) !== 'wait'
    return { clientId, input, createdAt, state: isSending ? 'sending' : 'waiting' }
  }

  function deliverAll(): void {
    if (isSender) for (const { input } of all.values()) void deliver(input.room)
  }

  /** Sends the messages of a room, one after the other. */
  async function deliver(room: string): Promise<void> {
    if (rooms.has(room)) return
    rooms.set(room, 'send')
    for (let next = nextOf(room); next && !closing.signal.aborted; next = nextOf(room)) {
      const { clientId, input } = next
      try {
        remove(clientId, await send(input))
      } catch (error) {
        if (!(error instanceof ChatError)) throw error
        const waitS = error.retryAfter ?? WAIT_S
        // Without an answer the message stays, for the next tab or the next start.
        if (error.code === 'disconnected' || error.code === 'aborted') break
        if (PASSING.has(error.code) && waitS <= MOST_WAIT_S) await wait(room, waitS)
        else if (all.has(clientId))
          put({ ...next, error: { code: error.code, message: error.message } })
      }
    }
    rooms.delete(room)
    publish()
  }

  const nextOf = (room: string) =>
    inOrder().find(({ input, error }) => input.room === room && !error)

  async function wait(room: string, seconds: number): Promise<void> {
    rooms.set(room, 'wait')
    publish()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000)
      closing.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
    rooms.set(room, 'send')
    publish()
  }

  return {
    read: state.read,
    subscribe: state.subscribe,
    send(input) {
      const clientId = newClientId()
      const order = Math.max(0, ...[...all.values()].map((one) => one.order)) + 1
      const one: Kept = {
        clientId,
        input: { ...input, clientId },
        createdAt: new Date().toISOString(),
        order,
      }
      put(one)
      deliverAll()
      return outgoingOf(one)
    },
    retry(clientId) {
      const one = all.get(clientId)
      if (!one?.error) return
      const { error: _, ...again } = one
      put(again)
      deliverAll()
    },
    discard(clientId) {
      // It is shown as removed when it is in no storage: a tab that ends before that leaves it to the next one, which sends it.
      void drop(clientId).then(() => {
        tabs.send({ removed: clientId })
        publish()
      })
    },
    onSent(onSent) {
      sentListeners.add(onSent)
      return () => sentListeners.delete(onSent)
    },
    close() {
      closing.abort()
      unsubscribe()
      tabs.close()
    },
  }
}

/** Runs `work` in one tab at a time. Where the runtime has no locks there are no tabs. */
async function holdLock(
  name: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const locks = globalThis.navigator?.locks
  if (!locks) return work()
  await locks
    .request(name, { signal }, async () => {
      await work()
      // The tab keeps the lock until it ends.
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    })
    .catch(() => undefined) // The outbox was closed before it got the lock.
}

/** Another version of the app can have written the storage. */
const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'clientId' in value &&
  typeof value.clientId === 'string' &&
  'order' in value &&
  typeof value.order === 'number' &&
  'input' in value &&
  typeof value.input === 'object'
