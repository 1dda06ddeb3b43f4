import { type Call, callsBy } from './calls.ts'
import { ChatError, type ErrorCode, type Hints } from './error.ts'
import { newClientId } from './ids.ts'
import { frameBytes } from './limits.ts'
import { NOUNS, ONLY_ONCE } from './nouns.ts'
import type {
  CallOptions,
  Calls,
  CommandName,
  EphemeralEvent,
  Event,
  EventOf,
  ReceivedEvent,
  RoomId,
  User,
} from './protocol.ts'
import { queued } from './queue.ts'
import { openRoom, type Room } from './room.ts'
import { socket } from './socket.ts'
import type { Transport, TransportConnection } from './transport.ts'

export type ChatOptions = {
  /** Where Parlance is, e.g. `https://chat.example.com`. */
  readonly url: string
  /**
   * Asked before each connection, never twice at a time. `rejected`: the last token was not taken, so a
   * new one is needed. `signal`: it took too long, or the chat was closed.
   */
  readonly token: (asked: TokenRequest) => string | Promise<string>
  /** `sse` where sockets do not get through. */
  readonly transport?: Transport
  /** Keeps what was said and not answered, for the next start of the app. */
  readonly outbox?: Outbox
}
export type TokenRequest = { readonly reason: 'connect' | 'rejected'; readonly signal: AbortSignal }

/** Keeps what was sent and not answered, for the next start of the app: `outbox` of `@parlance/sdk/store`. */
export type Outbox = {
  /** Resolves when what was kept has been sent again. `failed`: it goes on without. */
  readonly open: (
    send: (input: object) => Promise<unknown>,
    failed: (cause: unknown) => void,
  ) => Promise<void>
  /** Something is sent, and the answer to it is awaited. */
  readonly sent: (input: { readonly clientId: string }, answer: Promise<unknown>) => void
}

export type Status =
  | { readonly state: 'connecting' }
  | { readonly state: 'live'; readonly user: User }
  /** `error`: why it could not, where that is known. */
  | {
      readonly state: 'waiting'
      readonly retryInMs: number
      readonly error?: ChatError | undefined
    }
  | { readonly state: 'closed'; readonly error?: ChatError | undefined }

/**
 * What a newer server tells. Its `type` is a word, but none that this SDK could name: so a `switch` over
 * the known ones narrows as if it were not there, and it is what is left over in `default`.
 */
export type UnknownEvent = {
  readonly type: never
  readonly [field: string]: unknown
}

export interface Chat extends Calls {
  readonly status: Status
  /** Who I am, since the first time that the connection stood. */
  readonly user: User | undefined
  /** Carries out a command by its name, once the connection stands. Rejects with a ChatError. */
  readonly call: Call
  readonly room: (id: RoomId) => Room
  /** Listens to one type of what is told. Answers what ends it. */
  on<T extends ReceivedEvent['type']>(type: T, tell: (told: EventOf<T>) => void): () => void
  /** Listens to everything, also to what this SDK does not know yet. */
  on(type: '*', tell: (told: ReceivedEvent | UnknownEvent) => void): () => void
  /** Everything that is received, from now on, until the loop or the signal ends. */
  events(options?: CallOptions): AsyncGenerator<ReceivedEvent | UnknownEvent, void, undefined>
  /** What was missed could not be replayed: read the state anew. */
  onReset(tell: (reason: string) => void): () => void
  onStatus(tell: (status: Status) => void): () => void
  /** What goes wrong and is nobody's answer; each kind once a connection. It is dealt with already. */
  onError(tell: (error: ChatError) => void): () => void
  /** Drops the connection, as a network would: it comes back by itself. For trying that out. */
  drop(): void
  close(): void
  [Symbol.dispose](): void
}

type Pending = {
  readonly id: number
  readonly name: CommandName
  readonly input: object
  readonly resolve: (result: unknown) => void
  readonly reject: (error: ChatError) => void
}
type Problem = Hints & { readonly code: ErrorCode; readonly message: string }
type Frame =
  | {
      readonly type: 'ready'
      user: User
      cursor: string
      received: Readonly<Record<string, number>>
    }
  | { readonly type: 'reset'; readonly reason: string }
  | { readonly type: 'pong' }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: Problem }
  /** Why the connection is about to end: its close says it again. */
  | { readonly type: 'error' }
  | Event
  | EphemeralEvent

/** Commands that are unanswered at once: the server lets 64 wait in line, and ends who sends more. */
const WINDOW = 32
const FIRST_RETRY_MS = 500
const MOST_RETRY_MS = 20_000
/** How long the app may take for a token, the server for a first word. */
const TOKEN_MS = 30_000
const READY_MS = 60_000
/** How often a live connection is looked at. Short, as a timer stands still while a device sleeps. */
const LOOK_MS = 5000
/** After so many looks without a sign of life the server is asked for one, and then given up. */
const ASKED_LOOKS = 5
const LOST_LOOKS = 8
/** A connection that held that long was a good one. */
const GOOD_MS = 5000

/**
 * One user's connection, kept up: it comes back by itself, replays what was missed, tells each event
 * once and in its log's order, and repeats what it sent under the same clientId.
 */
export function createChat(options: ChatOptions): Chat {
  const { transport = socket, outbox } = options
  const url = options.url.replace(/\/$/, '')
  if (!/^https?:/.test(url))
    throw new ChatError('bad_url', `${url} is no address: say http://localhost:8000`)
  const listeners = new Map<string, Set<(told: never) => void>>()
  /** Not said yet, and said but not answered, each in the order it was asked for. */
  let waiting: Pending[] = []
  const pending = new Map<number, Pending>()
  /** The last seq of each log. */
  const received = new Map<string, number>()
  let cursor: string | undefined
  let user: User | undefined
  let status: Status = { state: 'connecting' }
  let link: TransportConnection | undefined
  let reason: TokenRequest['reason'] = 'connect'
  let asking: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let nextId = 1
  let failures = 0
  let liveAt = 0
  /** A server that told what cannot be was given a second chance. */
  let isDoubted = false
  /** Looks since the last sign of life. */
  let quiet = 0
  const faults = new Set<ErrorCode>()
  /** Its signal ends what is listened to outside. */
  const over = new AbortController()
  const rooms = new Map<RoomId, Room>()

  function tell(type: string, told: unknown): void {
    for (const hear of listeners.get(type) ?? []) (hear as (told: unknown) => void)(told)
  }

  function listen(type: string, hear: (told: never) => void): () => void {
    begin()
    const there = listeners.get(type) ?? new Set()
    listeners.set(type, there.add(hear))
    return () => there.delete(hear)
  }

  function become(next: Status): void {
    status = next
    tell('status', next)
  }

  function fault(code: ErrorCode, cause: unknown): ChatError {
    const error = new ChatError(code, cause)
    if (!faults.has(code)) {
      faults.add(code)
      if (!listeners.get('error')?.size) console.warn('Parlance:', error.message)
      tell('error', error)
    }
    return error
  }

  async function connect(): Promise<void> {
    become({ state: 'connecting' })
    let token: string
    try {
      token = await askToken()
    } catch (cause) {
      if (status.state !== 'closed') again(fault('no_token', cause))
      return
    }
    if (status.state !== 'connecting') return
    let opened: TransportConnection | undefined
    try {
      opened = transport({
        url,
        token,
        since: { cursor, received },
        receive: (frame, place) => link === opened && receive(frame, place),
        closed: (code, why) => link === opened && dropped(code, why),
      })
    } catch (cause) {
      return finish(fault('no_socket', cause))
    }
    link = opened
    later(READY_MS, lost)
  }

  /** Late is as good as never: the next one is only asked when this one was told so. */
  function askToken(): Promise<string> {
    const control = new AbortController()
    asking = control
    later(TOKEN_MS, () => control.abort(new Error('No token came')))
    return new Promise((resolve, reject) => {
      control.signal.onabort = () => reject(control.signal.reason)
      Promise.resolve({ reason, signal: control.signal }).then(options.token).then(resolve, reject)
    })
  }

  /** There is one thing at a time that is waited for. */
  function later(ms: number, work: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(work, ms)
  }

  const lost = () => dropped(4000, '')

  function dropped(code: number, why: string): void {
    unlink()
    const said = [...pending.values()]
    pending.clear()
    const unknown = new ChatError('disconnected', 'No answer came')
    const isAgain = ({ name, reject }: Pending) => !ONLY_ONCE.has(name) || reject(unknown)
    waiting = [...said.filter(isAgain), ...waiting]
    if (why === 'invalid_cursor') reset(why)
    else if (code === 4400 || code === 4403) return finish(new ChatError(why as ErrorCode))
    const refused = code === 4401 ? (why as ErrorCode) : undefined
    reason = refused ? 'rejected' : 'connect'
    if (status.state === 'live' && performance.now() - liveAt > GOOD_MS) failures = 0
    // One lost connection is nobody's mistake.
    const isTold = refused || failures > 1
    again(
      isTold ? fault(refused ?? 'disconnected', `${url}: ${refused ?? 'no answer'}`) : undefined,
    )
  }

  /** Full jitter: everyone who was sent away at once does not come back at once. */
  function again(error?: ChatError): void {
    const most = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++)
    const retryInMs = Math.round(Math.random() * most)
    later(retryInMs, connect)
    become({ state: 'waiting', retryInMs, error })
  }

  /** The network is back, or the app is looked at again: what waits need not, what is live may be dead. */
  function hurry(): void {
    if (status.state === 'waiting') later(0, connect)
    else if (status.state === 'live') {
      quiet = LOST_LOOKS - 1
      link?.ask()
      watch()
    }
  }

  /** A network may swallow everything without ending the connection. */
  function watch(): void {
    const from = Date.now()
    later(LOOK_MS, () => {
      // The device has slept: a connection seldom survives that.
      if (Date.now() - from > 2 * LOOK_MS) return hurry()
      if (++quiet === LOST_LOOKS) return lost()
      if (quiet === ASKED_LOOKS) link?.ask()
      watch()
    })
  }

  function finish(error?: ChatError): void {
    if (status.state === 'closed') return
    clearTimeout(timer)
    over.abort()
    become({ state: 'closed', error })
    asking?.abort(error)
    unlink()
    for (const { reject } of [...pending.values(), ...waiting]) reject(ended())
  }

  function unlink(): void {
    link?.close()
    link = undefined
  }

  const ended = () =>
    (status as { error?: ChatError }).error ?? new ChatError('disconnected', 'The chat was closed')

  function receive(read: () => unknown, place?: string): void {
    let frame: Frame
    try {
      frame = read() as Frame
    } catch (cause) {
      return doubt(cause)
    }
    if ('id' in frame) {
      const command = pending.get(frame.id)
      pending.delete(frame.id)
      say()
      if (frame.type === 'result') command?.resolve(frame.result)
      else command?.reject(new ChatError(frame.error.code, frame.error.message, frame.error))
      return
    }
    // A sign of life. An answer is none: it may have come another way than events do.
    quiet = 0
    if (frame.type === 'ready') {
      reason = 'connect'
      isDoubted = false
      faults.clear()
      cursor = place || frame.cursor
      user = frame.user
      for (const [log, seq] of Object.entries(frame.received)) received.set(log, seq)
      // A stream that has only been renewed was live all the time.
      if (status.state !== 'live') {
        liveAt = performance.now()
        become({ state: 'live', user })
        watch()
        say()
      }
    } else if (frame.type === 'reset') reset(frame.reason)
    else if ('seq' in frame) {
      if (!isNext(frame)) return
      received.set(frame.log, frame.seq)
      cursor = place || frame.cursor
      pass(frame)
    } else if (frame.type !== 'pong' && frame.type !== 'error') pass(frame)
  }

  /** A log has no holes; only one's own membership may begin anywhere. Repeats are left out. */
  function isNext(event: Event): boolean {
    const last = received.get(event.log)
    const isMine = event.type === 'member.joined' && event.member.user.id === user?.id
    if (last === undefined || isMine) return event.seq > (last ?? 0)
    if (event.seq > last + 1) doubt(new Error(`${event.log} goes from ${last} to ${event.seq}`))
    return event.seq === last + 1
  }

  function pass(told: ReceivedEvent): void {
    tell(told.type, told)
    tell('*', told)
  }

  /** What was said cannot be: from the last good place once more, and if that is no better, anew. */
  function doubt(cause: unknown): void {
    const { message } = fault('bad_server', cause)
    if (isDoubted) reset(message)
    isDoubted = true
    lost()
  }

  /** From the place that was lost nothing can be replayed: it is begun anew. */
  function reset(why: string): void {
    cursor = undefined
    received.clear()
    // Also where a stream was only renewed: the next `ready` is told.
    status = { state: 'connecting' }
    tell('reset', why)
  }

  function say(): void {
    while (link && status.state === 'live' && pending.size < WINDOW) {
      const next = waiting.shift()
      if (!next) return
      pending.set(next.id, next)
      link.send({ id: next.id, name: next.name, input: next.input })
    }
  }

  function call(name: CommandName, asked: object, { signal }: CallOptions = {}): Promise<unknown> {
    const isSend = name === 'messages.send'
    const input = isSend ? { clientId: newClientId(), ...asked } : asked
    const id = nextId++
    const answer = new Promise<unknown>((resolve, reject) => {
      if (status.state === 'closed') return reject(ended())
      // The server cuts the connection at such a frame, and coming back would say it again.
      if (new Blob([JSON.stringify({ type: 'command', id, name, input })]).size > frameBytes)
        return reject(new ChatError('too_large', 'Over 64 KiB'))
      waiting.push({ id, name, input, resolve, reject })
      signal?.addEventListener('abort', () => {
        waiting = waiting.filter((command) => command.id !== id)
        reject(new ChatError('aborted'))
      })
    })
    begin()
    if (isSend) outbox?.sent(input as { clientId: string }, answer)
    say()
    return answer
  }

  /** Not before somebody asks or listens, so that a server may render a page of it. */
  let begin = (): void => {
    begin = () => undefined
    globalThis.addEventListener?.('online', hurry, over)
    globalThis.document?.addEventListener('visibilitychange', hurry, over)
    // Not before the caller has the chat in hand: its token may depend on it.
    queueMicrotask(async () => {
      await outbox?.open(
        (input) => call('messages.send', input),
        (cause) => fault('storage', cause),
      )
      if (status.state !== 'closed') void connect()
    })
  }

  const on = listen as Chat['on']
  /** The same one each time: it knows when it last said that somebody types. */
  function room(id: RoomId): Room {
    const opened = rooms.get(id) ?? openRoom(id, chat)
    rooms.set(id, opened)
    return opened
  }

  const chat: Chat = {
    ...callsBy<Calls>(NOUNS, call as never),
    get status() {
      return status
    },
    get user() {
      return user
    },
    call: call as Call,
    room,
    on,
    events: (wanted) => queued((hear) => on('*', hear), wanted?.signal),
    onReset: (hear) => listen('reset', hear),
    onStatus: (hear) => listen('status', hear),
    onError: (hear) => listen('error', hear),
    drop: () => link && lost(),
    close: () => finish(),
    [Symbol.dispose]: () => finish(),
  }
  return chat
}
