import { type Call, withCalls } from './calls.ts'
import type { Chat } from './chat.ts'
import { type CommandQueue, enqueue, flush, rejectAll, requeue, settle } from './command-queue.ts'
import { ChatError, type ErrorCode } from './error.ts'
import { accept } from './event-order.ts'
import type { Frame } from './frames.ts'
import { newClientId } from './ids.ts'
import { emit, type Listeners, listenersOf } from './listeners.ts'
import type { ChatOptions, TokenRequest } from './options.ts'
import type { CallOptions, Calls, CommandName, RoomId, User } from './protocol.ts'
import { queued } from './queue.ts'
import { retryDelay } from './retry-delay.ts'
import { openRoom, type Room } from './room.ts'
import { checkSilence } from './silence.ts'
import { socket } from './socket.ts'
import type { Status } from './status.ts'
import { requestToken } from './token-request.ts'
import type { TransportConnection } from './transport.ts'

/**
 * One user's connection. It connects again after each loss, replays missed events, delivers each event once
 * and in the order of its log, and repeats unanswered messages with the same clientId.
 */
export function createChat(options: ChatOptions): Chat {
  const { transport = socket, outbox } = options
  const url = options.url.replace(/\/$/, '')
  if (!/^https?:/.test(url)) throw new ChatError('bad_url', `${url} must begin with http`)
  /** Timeout for the first frames of the server. */
  const READY_MS = 60_000
  /** A connection that was live for this long resets the retry delay. */
  const STABLE_MS = 5000
  const listeners: Listeners = new Map()
  const commands: CommandQueue = new Map()
  const rooms = new Map<RoomId, Room>()
  /** The last seq of each log. */
  const received = new Map<string, number>()
  let cursor: string | undefined
  let user: User | undefined
  let status: Status = { state: 'connecting' }
  let connection: TransportConnection | undefined
  let reason: TokenRequest['reason'] = 'connect'
  let tokenRequest: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastId = 0
  let failures = 0
  let liveAt = 0
  /** The codes of the errors that were reported since the last `ready`. */
  const reported = new Set<ErrorCode>()
  /** Its signal removes the listeners of the page. */
  const closing = new AbortController()

  function listen(type: string, onEvent: (payload: never) => void): () => void {
    start?.()
    const set = listenersOf(listeners, type)
    set.add(onEvent)
    return () => set.delete(onEvent)
  }

  function setStatus(next: Status): void {
    status = next
    emit(listeners, 'status', next)
  }

  function report(code: ErrorCode, cause: unknown): ChatError {
    const error = new ChatError(code, cause)
    if (!reported.has(code)) {
      reported.add(code)
      if (!listenersOf(listeners, 'error').size) console.warn('Parlance:', error.message)
      emit(listeners, 'error', error)
    }
    return error
  }

  function connect(): void {
    setStatus({ state: 'connecting' })
    tokenRequest = new AbortController()
    requestToken(options.token, reason, tokenRequest, schedule).then(open, (cause) => {
      if (status.state !== 'closed') retry(report('no_token', cause))
    })
  }

  function open(token: string): void {
    if (status.state !== 'connecting') return
    let opened: TransportConnection | undefined
    try {
      opened = transport({
        url,
        token,
        since: { cursor, received },
        receive: (read, resumeToken) => connection === opened && receive(read, resumeToken),
        closed: (code, why) => connection === opened && disconnected(code, why),
      })
    } catch (cause) {
      return close(report('no_socket', cause))
    }
    connection = opened
    schedule(READY_MS, drop)
  }

  /** One timer is enough: the chat waits for one thing at a time. */
  function schedule(ms: number, work: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(work, ms)
  }

  const drop = () => connection && disconnected(4000, '')
  const ping = () => connection?.ping()
  const check = (checks?: number) => checkSilence(schedule, ping, drop, checks)

  function disconnected(code: number, why: string): void {
    disconnect()
    requeue(commands)
    if (why === 'invalid_cursor') reset(why)
    else if (code === 4400 || code === 4403) return close(new ChatError(why as ErrorCode))
    const refused = code === 4401 ? (why as ErrorCode) : undefined
    reason = refused ? 'rejected' : 'connect'
    if (status.state === 'live' && performance.now() - liveAt > STABLE_MS) failures = 0
    // One or two lost connections are normal and no error.
    const isError = refused || failures > 1
    const what = refused ?? 'disconnected'
    retry(isError ? report(what, `${url}: ${what}`) : undefined)
  }

  function retry(error?: ChatError): void {
    const retryInMs = retryDelay(failures++)
    schedule(retryInMs, connect)
    setStatus({ state: 'waiting', retryInMs, error })
  }

  /** The network is back, or the page is visible again: connect now, or check that the connection is alive. */
  function wake(): void {
    if (status.state === 'waiting') schedule(0, connect)
    else if (status.state === 'live') {
      ping()
      check(1)
    }
  }

  function close(error?: ChatError): void {
    if (status.state === 'closed') return
    clearTimeout(timer)
    closing.abort()
    setStatus({ state: 'closed', error })
    tokenRequest?.abort(error)
    disconnect()
    rejectAll(commands, closeError())
  }

  function disconnect(): void {
    const ended = connection
    // First, because the close can take long, never finish, or report an error at once: all of it is ignored.
    connection = undefined
    ended?.close()
  }

  const closeError = () =>
    (status as { error?: ChatError }).error ??
    new ChatError('disconnected', 'The connection was closed')

  function receive(read: () => unknown, resumeToken?: string): void {
    let frame: Frame
    try {
      frame = read() as Frame
      // A repeated event is ignored.
      if ('seq' in frame && !accept(frame, received, user?.id)) return
    } catch (cause) {
      return doubt(cause)
    }
    if ('id' in frame) {
      settle(commands, frame)
      return send()
    }
    // Answers do not count: on streams they arrive on another connection than events.
    if (status.state === 'live') check()
    if ('cursor' in frame) cursor = resumeToken || frame.cursor
    if (frame.type === 'ready') {
      reported.clear()
      user = frame.user
      for (const [log, seq] of Object.entries(frame.received)) received.set(log, seq)
      // A stream that was only renewed has been live all the time.
      if (status.state !== 'live') {
        liveAt = performance.now()
        setStatus({ state: 'live', user })
        check()
        send()
      }
    } else if (frame.type === 'reset') reset(frame.reason)
    else if (frame.type !== 'pong' && frame.type !== 'error') {
      emit(listeners, frame.type, frame)
      emit(listeners, '*', frame)
    }
  }

  /** The server sent something invalid: resume after the last valid event; if that fails, too, reset. */
  function doubt(cause: unknown): void {
    const isAgain = reported.has('bad_server')
    const { message } = report('bad_server', cause)
    if (isAgain) reset(message)
    drop()
  }

  /** Nothing can be replayed from the current cursor: start without one. */
  function reset(why: string): void {
    cursor = undefined
    received.clear()
    // The next `ready` reports `live`, also on a stream that is only renewed.
    status = { state: 'connecting' }
    emit(listeners, 'reset', why)
  }

  const send = () => flush(commands, () => status.state === 'live' && connection)

  function call(name: CommandName, data: object, { signal }: CallOptions = {}): Promise<unknown> {
    const isSend = name === 'messages.send'
    const input = isSend ? { clientId: newClientId(), ...data } : data
    const answer = enqueue(commands, { id: ++lastId, name, input }, signal)
    if (status.state === 'closed') rejectAll(commands, closeError())
    start?.()
    if (isSend) outbox?.sent(input as { clientId: string }, answer)
    send()
    return answer
  }

  /** Connects at the first call or listener, so that a server can render a page that imports the chat. */
  let start: (() => void) | undefined = () => {
    start = undefined
    globalThis.addEventListener?.('online', wake, closing)
    globalThis.document?.addEventListener('visibilitychange', wake, closing)
    // Not before createChat has returned: the token can depend on the chat.
    queueMicrotask(async () => {
      await outbox?.open(
        (input) => call('messages.send', input),
        (cause) => report('storage', cause),
      )
      if (status.state !== 'closed') connect()
    })
  }

  /** Returns the same Room for the same id: a Room remembers when it last sent `typing.start`. */
  function room(id: RoomId): Room {
    const opened = rooms.get(id) ?? openRoom(id, chat)
    rooms.set(id, opened)
    return opened
  }

  const own: Omit<Chat, keyof Calls> = {
    get status() {
      return status
    },
    get user() {
      return user
    },
    call: call as Call,
    room,
    on: listen as Chat['on'],
    events: (options) => queued((onEvent) => listen('*', onEvent), options?.signal),
    onReset: (onReset) => listen('reset', onReset),
    onStatus: (onStatus) => listen('status', onStatus),
    onError: (onError) => listen('error', onError),
    drop,
    close: () => close(),
    [Symbol.dispose]: () => close(),
  }
  const chat: Chat = withCalls<typeof own, Calls>(own, call as never)
  return chat
}
