import type { Server } from 'bun'
import type { Cursor, Log, UserId } from '../../protocol/ids.ts'
import { Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { Caller } from '../domain/ports.ts'
import type { Encoded } from '../hub/encoded.ts'
import type { Outlet, Wire } from '../hub/hub.ts'
import { listen, type Since } from '../hub/listen.ts'
import { answerRefusal, closeOf, refusalOf } from './answer.ts'
import type { House } from './door.ts'
import { checkHost } from './origin.ts'

/** A quiet stream says something, so that proxies and dead peers are noticed. */
const COMMENT_MS = 15_000
/** A replay waits while more characters than this wait for the reader. */
const REPLAY_CHARS = 64 * 1024
/** A live stream with more than this is ended, to come back when it can. */
const SLOW_CHARS = 256 * 1024

/** `GET /api/v1/events`: everything a user hears, as server-sent events. */
export class SseDoor implements Outlet {
  readonly house: House
  readonly #listeners = new Map<Log, Set<Stream>>()
  readonly #streams = new Set<Stream>()
  readonly #comments: Timer
  #stopping = false

  constructor(house: House) {
    this.house = house
    house.hub.addOutlet(this)
    this.#comments = setInterval(() => {
      for (const stream of this.#streams) stream.comment()
    }, COMMENT_MS)
  }

  readonly open = async (request: Request, server: Server<unknown>): Promise<Response> => {
    try {
      checkHost(request)
      const caller = await this.house.callerOf.listener(request)
      if (caller === undefined) throw new Refusal('unauthenticated')
      if (this.#stopping) throw new Refusal('unavailable')
      const since = sinceOf(request)
      server.timeout(request, 0)
      const stream = new Stream(this, caller)
      this.#streams.add(stream)
      await stream.begin(since)
      return new Response(stream.body, { headers: HEADERS })
    } catch (error) {
      return answerRefusal(refusalOf(error, this.house.log))
    }
  }

  publish(event: Encoded): void {
    for (const stream of this.#listeners.get(event.log) ?? []) stream.send(event)
  }

  pass(log: Log, signal: string): void {
    for (const stream of this.#listeners.get(log) ?? []) stream.pass(signal)
  }

  /** How many are connected. */
  get count(): number {
    return this.#streams.size
  }

  hasListeners(log: Log): boolean {
    return this.#listeners.has(log)
  }

  join(log: Log, stream: Stream): void {
    const there = this.#listeners.get(log)
    if (there === undefined) this.#listeners.set(log, new Set([stream]))
    else there.add(stream)
  }

  leave(log: Log, stream: Stream): void {
    const there = this.#listeners.get(log)
    there?.delete(stream)
    if (there?.size === 0) this.#listeners.delete(log)
  }

  gone(stream: Stream): void {
    this.#streams.delete(stream)
  }

  sweep(): void {
    const now = Date.now()
    for (const stream of this.#streams) stream.sweep(now)
  }

  stop(): void {
    this.#stopping = true
    clearInterval(this.#comments)
    for (const stream of this.#streams) stream.end('unavailable')
  }
}

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
} as const

const encoder = new TextEncoder()
/** When something was heard of which only the seq is known: later than whatever is replayed. */
const UNTIL_LIVE = Number.POSITIVE_INFINITY

/**
 * One reader. Bun would buffer without end what is pushed into a response, so the text waits here,
 * counted, until the response pulls it.
 */
class Stream implements Wire {
  readonly body: ReadableStream<Uint8Array>
  readonly #door: SseDoor
  readonly #caller: Caller
  readonly #joined = new Set<Log>()
  /** The last seq of each log heard within `settleMs`: together with the cursor it repeats nothing. */
  readonly #heard = new Map<Log, { seq: number; at: number }>()
  #text = ''
  #began: (() => void) | undefined
  #wake: (() => void) | undefined
  #drained: (() => void) | undefined
  #state: 'opening' | 'live' | 'ending' | 'closed' = 'opening'

  constructor(door: SseDoor, caller: Caller) {
    this.#door = door
    this.#caller = caller
    this.body = new ReadableStream<Uint8Array>(
      { pull: (controller) => this.#pull(controller), cancel: () => this.#close() },
      { highWaterMark: 0 },
    )
  }

  get user(): UserId {
    return this.#caller.user.id
  }

  get closed(): boolean {
    return this.#state === 'ending' || this.#state === 'closed'
  }

  get full(): boolean {
    return this.#text.length > REPLAY_CHARS
  }

  /** Refuses a cursor that is not ours before the answer begins; the replay flows with the answer. */
  async begin(since: Since): Promise<void> {
    // It may end before it is live: what was heard before is then still to be said.
    for (const [log, seq] of since.heard) this.#heard.set(log as Log, { seq, at: UNTIL_LIVE })
    // Jittered, so that a restart is not followed by everyone at the same moment.
    this.#say(`retry: ${1000 + Math.floor(Math.random() * 2000)}\n\n`)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#began = resolve
    this.#catchUp(since).then(resolve, (error) => {
      // Once the answer has begun nobody waits for this: it ends, and the reader comes back.
      reject(refusalOf(error, this.#door.house.log))
      this.#close()
    })
    return promise
  }

  send(event: Encoded): void {
    this.#heard.set(event.log, { seq: event.seq, at: event.at })
    this.#say(`id: ${this.#id(event.at, event.cursor)}\ndata: ${event.text}\n\n`)
    if (this.#state === 'live' && this.#text.length > SLOW_CHARS) this.end('unavailable')
  }

  /** Without an id: it is not in the log, so the place in it stays where it was. */
  pass(signal: string): void {
    if (!this.full) this.#say(`data: ${signal}\n\n`)
  }

  drained(): Promise<void> {
    // Only a reader empties it: from here on the answer must flow.
    this.#began?.()
    return this.closed ? Promise.resolve() : new Promise((resolve) => (this.#drained = resolve))
  }

  join(log: Log): void {
    this.#joined.add(log)
    this.#door.join(log, this)
  }

  leave(log: Log): void {
    this.#joined.delete(log)
    this.#door.leave(log, this)
  }

  hears(log: Log): boolean {
    return this.#joined.has(log)
  }

  comment(): void {
    if (this.#text === '') this.#say(':\n\n')
  }

  sweep(now: number): void {
    if (now >= this.#caller.expiresAt) this.end('token_expired')
  }

  /** Says why, as the last thing: the same words and numbers as a socket's close. */
  end(code: RefusalCode): void {
    if (this.closed) return
    this.#say(`event: close\ndata: ${JSON.stringify({ code, close: closeOf(code) })}\n\n`)
    this.#detach('ending')
  }

  async #catchUp(since: Since): Promise<void> {
    const { hub, past } = this.#door.house
    const joined = await listen(hub, past, this, since)
    if ('reset' in joined) {
      this.#say(`event: reset\ndata: ${JSON.stringify({ reason: joined.reset })}\n\n`)
      return this.#catchUp({ cursor: undefined, heard: new Map() })
    }
    if (this.closed) return
    this.#state = 'live'
    for (const [log, { seq, at }] of this.#heard)
      if (at === UNTIL_LIVE) this.#heard.set(log, { seq, at: joined.at })
    for (const [log, seq] of joined.heard) this.#heard.set(log, { seq, at: joined.at })
    const id = this.#id(joined.at, joined.cursor)
    const data = JSON.stringify({ user: this.#caller.user, cursor: joined.cursor })
    this.#say(`id: ${id}\nevent: ready\ndata: ${data}\n\n`)
  }

  #id(at: number, cursor: Cursor): string {
    const from = at - this.#door.house.past.settleMs
    let id: string = cursor
    for (const [log, heard] of this.#heard) {
      if (heard.at < from) this.#heard.delete(log)
      else id += `,${encodeURIComponent(log)}=${heard.seq}`
    }
    return id
  }

  #say(text: string): void {
    if (this.closed) return
    this.#text += text
    this.#wake?.()
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (this.#text === '' && !this.closed)
      await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#wake = undefined
    const text = this.#text
    this.#text = ''
    if (text !== '') controller.enqueue(encoder.encode(text))
    this.#drained?.()
    this.#drained = undefined
    if (this.closed) {
      this.#close()
      controller.close()
    }
  }

  #close(): void {
    this.#detach('closed')
    this.#door.gone(this)
  }

  #detach(state: 'ending' | 'closed'): void {
    const wasLive = this.#state === 'live'
    this.#state = state
    this.#wake?.()
    this.#drained?.()
    if (!wasLive) return
    for (const log of this.#joined) this.#door.leave(log, this)
    this.#door.house.hub.detach(this)
  }
}

/** `Last-Event-ID` is a cursor and what was heard around its time; `?cursor=` begins from a snapshot. */
function sinceOf(request: Request): Since {
  const query = request.url.indexOf('?')
  const asked = query < 0 ? null : new URLSearchParams(request.url.slice(query)).get('cursor')
  const [cursor, ...logs] = (request.headers.get('last-event-id') || asked || '').split(',')
  const heard = new Map<string, number>()
  for (const entry of logs) {
    const [, log, seq] = /^([^=]{1,500})=(\d{1,15})$/.exec(entry) ?? []
    if (log === undefined) throw new Refusal('invalid_cursor')
    heard.set(decode(log), Number(seq))
  }
  return { cursor: cursor === '' ? undefined : cursor, heard }
}

function decode(log: string): string {
  try {
    return decodeURIComponent(log)
  } catch {
    throw new Refusal('invalid_cursor')
  }
}
