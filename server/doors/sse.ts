import type { Server } from 'bun'
import type { Log, UserId } from '../../protocol/ids.ts'
import { Refusal, type RefusalCode } from '../../protocol/refusals.ts'
import type { Caller } from '../domain/ports.ts'
import type { Encoded } from '../hub/encoded.ts'
import type { Since } from '../hub/moment.ts'
import type { Outlet, Wire } from '../hub/wire.ts'
import { answerRefusal, closeOf, refusalOf } from './answer.ts'
import type { Slot } from './connections.ts'
import type { House } from './door.ts'
import { fallBehind } from './fall-behind.ts'
import { FullReaders, type Reader } from './full-readers.ts'
import { openWire } from './open-wire.ts'
import { Progress, sinceOf } from './progress.ts'
import type { Strangers } from './strangers.ts'
import {
  BEHIND_CHARS,
  END_SECONDS,
  plannedEnd,
  RENEW_SECONDS,
  retryLater,
  retrySoon,
  STREAM_HEADERS,
  StreamBody,
} from './stream-body.ts'

/** A quiet stream says something, so that proxies and dead peers are noticed. */
const COMMENT_MS = 15_000
/** `GET /api/v1/events`: everything a user hears, as server-sent events. */
export class SseDoor implements Outlet {
  readonly house: House
  readonly #strangers: Strangers
  readonly #listeners = new Map<Log, Set<Stream>>()
  readonly #streams = new Set<Stream>()
  readonly full = new FullReaders()
  /** Those that an event has given too much. */
  #crowded: Stream[] = []
  readonly #comments: Timer
  #stopping = false

  constructor(house: House, strangers: Strangers) {
    this.house = house
    this.#strangers = strangers
    house.hub.addOutlet(this)
    this.#comments = setInterval(() => {
      for (const stream of this.#streams) stream.comment()
    }, COMMENT_MS)
  }

  readonly open = async (request: Request, server: Server<unknown>): Promise<Response> => {
    try {
      const caller = await this.house.callerOf.listener(request)
      if (caller === undefined) throw new Refusal('unauthenticated')
      if (this.#stopping) throw new Refusal('unavailable')
      const since = askedBy(request)
      const suffix = await this.house.callerOf.suffix(request, caller)
      const slot = this.#strangers.open(request, server as Server<never>)
      server.timeout(request, 0)
      const endIn = (seconds: number) => server.timeout(request, seconds)
      const stream = new Stream(this, { caller, slot, since, suffix, endIn })
      this.#streams.add(stream)
      await stream.begin(since)
      return new Response(stream.body, { headers: STREAM_HEADERS })
    } catch (error) {
      return answerRefusal(refusalOf(error, this.house))
    }
  }

  publish(event: Encoded): void {
    for (const stream of this.#listeners.get(event.log) ?? []) stream.send(event)
    if (this.#crowded.length === 0) return
    for (const stream of this.#crowded.splice(0)) void fallBehind(this.house, stream)
  }

  /** Once the event has been told to everybody. */
  crowd(stream: Stream): void {
    this.#crowded.push(stream)
  }

  pass(log: Log, signal: string): void {
    for (const stream of this.#listeners.get(log) ?? []) stream.pass(signal)
  }

  /** How many are connected. */
  get count(): number {
    return this.#streams.size
  }

  listeners(log: Log): number {
    return this.#listeners.get(log)?.size ?? 0
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
    this.full.delete(stream)
  }

  sweep(): void {
    this.full.look()
    const now = performance.now()
    for (const stream of this.#streams) stream.sweep(now)
  }

  stop(): void {
    this.#stopping = true
    clearInterval(this.#comments)
    for (const stream of this.#streams) stream.end('unavailable')
  }
}

type Opened = {
  readonly caller: Caller
  readonly slot: Slot
  readonly since: Since
  /** What stands behind each id. */
  readonly suffix: string
  /** Cuts the connection when nothing has been read for so many seconds. */
  readonly endIn: (seconds: number) => void
}

/** One reader. */
class Stream implements Wire, Reader {
  readonly #door: SseDoor
  readonly #caller: Caller
  readonly #slot: Slot
  readonly #out: StreamBody
  readonly #progress: Progress
  readonly #joined = new Set<Log>()
  readonly #suffix: string
  readonly #endIn: (seconds: number) => void
  #began: (() => void) | undefined
  #state: 'opening' | 'live' | 'ended' = 'opening'
  #renewAt = Number.POSITIVE_INFINITY

  /** Closes its slot when it ends. */
  constructor(door: SseDoor, { caller, slot, since, suffix, endIn }: Opened) {
    this.#door = door
    this.#suffix = suffix
    this.#slot = slot
    this.#endIn = endIn
    this.#caller = caller
    this.#progress = new Progress(door.house.past.settleMs, since)
    this.#out = new StreamBody(() => {
      this.#detach()
      slot.close()
      door.gone(this)
    })
  }

  get body(): ReadableStream<Uint8Array> {
    return this.#out.body
  }

  get user(): UserId {
    return this.#caller.user.id
  }

  get closed(): boolean {
    return this.#state === 'ended'
  }

  get full(): boolean {
    return this.#out.full
  }

  get waiting(): number {
    return this.#out.waiting
  }

  sendAway(): void {
    this.end('unavailable')
  }

  /** Refuses a cursor that is not ours before the answer begins; the replay flows with the answer. */
  async begin(since: Since): Promise<void> {
    this.#out.say(`${retryLater()}\n`)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#began = resolve
    this.#catchUp(since).then(resolve, (error) => {
      // Once the answer has begun nobody waits for this: it ends, and the reader comes back.
      reject(refusalOf(error, this.#door.house))
      this.#out.close()
    })
    return promise
  }

  send(event: Encoded): void {
    this.#progress.hear(event)
    this.#out.say(`id: ${this.#word()}\ndata: ${event.text}\n\n`)
    if (this.#state === 'live' && this.#out.waiting > BEHIND_CHARS) this.#door.crowd(this)
  }

  /** Without an id: it is not in the log, so the place in it stays where it was. */
  pass(signal: string): void {
    if (!this.full) this.#out.say(`data: ${signal}\n\n`)
  }

  async drained(): Promise<void> {
    // Only a reader empties it: from here on the answer must flow.
    this.#began?.()
    this.#door.full.add(this)
    await this.#out.drained()
    this.#door.full.delete(this)
  }

  join(log: Log): void {
    this.#joined.add(log)
    this.#door.join(log, this)
  }

  leave(log: Log): void {
    this.#joined.delete(log)
    this.#door.leave(log, this)
  }

  stepAside(): readonly Log[] {
    const logs = [...this.#joined]
    for (const log of logs) this.leave(log)
    return logs
  }

  hears(log: Log): boolean {
    return this.#joined.has(log)
  }

  comment(): void {
    if (this.#out.waiting === 0) this.#out.say(':\n\n')
  }

  sweep(now: number): void {
    if (now >= this.#caller.endsAt) this.end('token_expired')
    // A full reader reads, or is sent away.
    else if (now >= this.#renewAt && !this.full && !this.closed) this.#renew()
  }

  /** Says why, as the last thing: the same words and numbers as a socket's close. */
  end(code: RefusalCode): void {
    if (this.closed) return
    this.#out.say(`event: close\ndata: ${JSON.stringify({ code, close: closeOf(code) })}\n\n`)
    this.#detach()
    this.#finish(END_SECONDS)
  }

  /** The planned end: a reader that is alive connects again, and goes on from its last id. */
  #renew(): void {
    this.#out.say(`${retrySoon()}event: reconnect\ndata: {}\n\n`)
    this.#leaveAll()
    this.#door.house.hub.expectBack(this)
    this.#finish(RENEW_SECONDS)
  }

  #finish(seconds: number): void {
    this.#door.full.delete(this)
    this.#out.end()
    this.#endIn(seconds)
  }

  async #catchUp(since: Since): Promise<void> {
    this.#slot.enter(this.user)
    const joined = await openWire(this.#door.house, this, since)
    if ('reset' in joined) {
      this.#out.say(`event: reset\ndata: ${JSON.stringify({ reason: joined.reset })}\n\n`)
      return this.#catchUp({ cursor: undefined, heard: new Map() })
    }
    if (this.closed) return
    this.#state = 'live'
    this.#renewAt = plannedEnd()
    this.#progress.live(joined)
    const data = JSON.stringify({ user: this.#caller.user, cursor: joined.cursor })
    this.#out.say(`id: ${this.#word()}\nevent: ready\ndata: ${data}\n\n`)
  }

  #word(): string {
    return this.#progress.word() + this.#suffix
  }

  #detach(): void {
    const wasLive = this.#state === 'live'
    this.#leaveAll()
    if (wasLive) this.#door.house.hub.detach(this)
  }

  #leaveAll(): void {
    this.#state = 'ended'
    for (const log of this.#joined) this.#door.leave(log, this)
  }
}

/** `Last-Event-ID` is a cursor and what was heard around its time; `?cursor=` begins from a snapshot. */
function askedBy(request: Request): Since {
  const query = request.url.indexOf('?')
  const asked = query < 0 ? null : new URLSearchParams(request.url.slice(query)).get('cursor')
  return sinceOf(request.headers.get('last-event-id') || asked || '')
}
