import type { CommandName, Input, Output } from '../../protocol/commands.ts'
import type { User } from '../../protocol/entities.ts'
import type { Event, EventType, Signal, SignalType } from '../../protocol/events.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { Fields, RefusalCode } from '../../protocol/refusals.ts'

export type ChatOptions = {
  /** Where Parlance is, e.g. `https://chat.example.com`. */
  readonly url: string
  /** Asked before each connection; `rejected` says that the last token was not taken. */
  readonly token: (asked: { reason: 'connect' | 'rejected' }) => string | Promise<string>
}

export type Status =
  | { readonly state: 'connecting' }
  | { readonly state: 'live'; readonly user: User }
  | { readonly state: 'waiting'; readonly retryInMs: number }
  | { readonly state: 'closed'; readonly error?: ChatError }

/** A refusal of the server's, or `disconnected`: the connection ended and it may have happened. */
export class ChatError extends Error {
  readonly code: RefusalCode | 'disconnected'
  readonly fields: Fields | undefined

  constructor(code: RefusalCode | 'disconnected', message: string, fields?: Fields) {
    super(message)
    this.name = 'ChatError'
    this.code = code
    this.fields = fields
  }
}

type ServerFrame =
  | {
      readonly type: 'ready'
      readonly user: User
      readonly cursor: string
      readonly heard: Readonly<Record<string, number>>
    }
  | { readonly type: 'reset'; readonly reason: string }
  | Answer
  | Event
  | Signal
type Answer =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id?: number; readonly error: Problem }
type Problem = { readonly code: RefusalCode; readonly message: string; readonly fields?: Fields }
type Pending = {
  readonly id: number
  readonly name: CommandName
  readonly frame: string
  readonly resolve: (result: unknown) => void
  readonly reject: (error: ChatError) => void
}
/** What was sent must not be said a second time when nobody knows whether it happened. */
const ONLY_ONCE: ReadonlySet<CommandName> = new Set([
  'invitations.accept',
  'invitations.create',
  'rooms.create',
  'rooms.delete',
  'members.leave',
  'members.remove',
])
/** Commands that are unanswered at once: the server lets 64 wait in line, and ends who sends more. */
const WINDOW = 32
const RETRY_MS = { first: 500, most: 20_000 }

type Told<T extends EventType | SignalType> = Extract<Event | Signal, { readonly type: T }>

export type Chat = ReturnType<typeof createChat>

/**
 * One user's connection, kept up: it comes back by itself, replays what was missed, tells each event
 * once and in its log's order, and repeats what it sent under the same clientId.
 */
export function createChat({ url, token }: ChatOptions) {
  const address = `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/api/v1/socket`
  const listeners = new Map<string, Set<(told: Event | Signal) => void>>()
  const everything = new Set<(event: Event) => void>()
  const resets = new Set<(reason: string) => void>()
  const watchers = new Set<(status: Status) => void>()
  /** Not said yet, and said but not answered, each in the order it was asked for. */
  let waiting: Pending[] = []
  const pending = new Map<number, Pending>()
  /** The last seq of each log. */
  const heard = new Map<string, number>()
  let cursor: string | undefined
  let status: Status = { state: 'connecting' }
  let socket: WebSocket | undefined
  let reason: 'connect' | 'rejected' = 'connect'
  let nextId = 1
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function become(next: Status): void {
    status = next
    for (const watch of watchers) watch(next)
  }

  async function connect(): Promise<void> {
    become({ state: 'connecting' })
    let word: string
    try {
      word = await token({ reason })
    } catch {
      if (status.state !== 'closed') again()
      return
    }
    if (status.state === 'closed') return
    const opened = new WebSocket(address)
    socket = opened
    opened.onopen = () => opened.send(JSON.stringify({ type: 'hello', token: word, ...since() }))
    opened.onmessage = ({ data }) => receive(JSON.parse(String(data)) as ServerFrame)
    opened.onclose = ({ code, reason: why }) => {
      if (socket === opened) dropped(code, why)
    }
  }

  function since(): object {
    if (cursor === undefined) return {}
    return { cursor, heard: Object.fromEntries(heard) }
  }

  function dropped(code: number, why: string): void {
    socket = undefined
    const said = [...pending.values()]
    pending.clear()
    waiting = [...said.filter(({ name }) => !ONLY_ONCE.has(name)), ...waiting]
    for (const { name, reject } of said)
      if (ONLY_ONCE.has(name))
        reject(new ChatError('disconnected', 'The connection ended before the answer came'))
    if (status.state === 'closed') return
    if (why === 'invalid_cursor') reset(why)
    else if (code === 4400 || code === 4403) return finish(new ChatError(why as RefusalCode, why))
    reason = code === 4401 ? 'rejected' : 'connect'
    again()
  }

  /** Full jitter: everyone who was sent away at once does not come back at once. */
  function again(): void {
    const most = Math.min(RETRY_MS.most, RETRY_MS.first * 2 ** failures++)
    const retryInMs = Math.round(Math.random() * most)
    become({ state: 'waiting', retryInMs })
    timer = setTimeout(connect, retryInMs)
  }

  function finish(error?: ChatError): void {
    clearTimeout(timer)
    become({ state: 'closed', ...(error && { error }) })
    socket?.close(1000)
    for (const { reject } of [...pending.values(), ...waiting])
      reject(error ?? new ChatError('disconnected', 'The chat was closed'))
    pending.clear()
    waiting = []
  }

  function receive(frame: ServerFrame): void {
    if (frame.type === 'ready') {
      failures = 0
      reason = 'connect'
      cursor = frame.cursor
      for (const [log, seq] of Object.entries(frame.heard)) heard.set(log, seq)
      become({ state: 'live', user: frame.user })
      say()
    } else if (frame.type === 'reset') reset(frame.reason)
    else if (frame.type === 'result' || frame.type === 'error') answered(frame)
    else if ('seq' in frame) hear(frame)
    // It passes, and is in no log: the place to come back to stays where it was.
    else for (const tell of listeners.get(frame.type) ?? []) tell(frame)
  }

  function answered(answer: Answer): void {
    const command = answer.id === undefined ? undefined : pending.get(answer.id)
    if (command === undefined) return
    pending.delete(command.id)
    say()
    if (answer.type === 'result') return command.resolve(answer.result)
    const { code, message, fields } = answer.error
    command.reject(new ChatError(code, message, fields))
  }

  function hear(event: Event): void {
    if (event.seq <= (heard.get(event.log) ?? 0)) return
    heard.set(event.log, event.seq)
    cursor = event.cursor
    for (const tell of listeners.get(event.type) ?? []) tell(event)
    for (const tell of everything) tell(event)
  }

  /** From the place that was lost nothing can be replayed: it is begun anew. */
  function reset(why: string): void {
    cursor = undefined
    heard.clear()
    for (const tell of resets) tell(why)
  }

  function say(): void {
    while (status.state === 'live' && pending.size < WINDOW) {
      const next = waiting.shift()
      if (next === undefined) return
      pending.set(next.id, next)
      socket?.send(next.frame)
    }
  }

  // Not before the caller has the chat in hand: its token may depend on it.
  queueMicrotask(connect)

  return {
    get status(): Status {
      return status
    },

    /** Carried out once the connection stands. Rejects with a ChatError. */
    command<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N>> {
      return new Promise((resolve, reject) => {
        if (status.state === 'closed')
          return reject(new ChatError('disconnected', 'The chat was closed'))
        const once = name === 'messages.send' ? { clientId: newClientId(), ...input } : input
        const id = nextId++
        const frame = JSON.stringify({ type: 'command', id, name, input: once })
        // The server cuts the connection at such a frame, and coming back would say it again.
        if (new Blob([frame]).size > LIMITS.frameBytes)
          return reject(new ChatError('too_large', 'That is too large'))
        waiting.push({ id, name, frame, resolve: resolve as (result: unknown) => void, reject })
        say()
      })
    },

    /** Listens to one type of event, or of what passes. Returns what ends it. */
    on<T extends EventType | SignalType>(type: T, tell: (told: Told<T>) => void): () => void {
      const there = listeners.get(type) ?? new Set()
      listeners.set(type, there)
      return added(there, tell as (told: Event | Signal) => void)
    },

    /** Everything that is in a log; not what passes. */
    onEvent: (tell: (event: Event) => void) => added(everything, tell),
    /** What was missed could not be replayed: read the state anew. */
    onReset: (tell: (reason: string) => void) => added(resets, tell),
    onStatus: (tell: (status: Status) => void) => added(watchers, tell),

    /** Drops the connection, as a network would: it comes back by itself. For trying that out. */
    drop: () => socket?.close(4000),
    close: () => finish(),
  }
}

/** For a message. `crypto.randomUUID` is not there on a page that came over plain HTTP. */
export const newClientId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

function added<T>(set: Set<T>, item: T): () => void {
  set.add(item)
  return () => set.delete(item)
}
