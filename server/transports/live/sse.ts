import type { Server } from 'bun'
import type { Log, UserId } from '../../../protocol/ids.ts'
import { Refusal, type RefusalCode } from '../../../protocol/refusals.ts'
import type { Caller } from '../../domain/ports.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { ResumePoint } from '../../hub/resume-point.ts'
import type { Fanout, Subscriber } from '../../hub/subscriber.ts'
import { answerRefusal, closeOf, refusalOf } from '../answer.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import type { Slot } from '../limits/connections.ts'
import type { Services } from '../services.ts'
import { fallBehind } from './fall-behind.ts'
import { openSubscriber } from './open-subscriber.ts'
import { parseResumeToken, ResumePosition } from './resume-token.ts'
import { type BufferedReader, SlowReaders } from './slow-readers.ts'
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
export class SseTransport implements Fanout {
  readonly services: Services
  readonly #addressLimits: AddressLimits
  readonly #listeners = new Map<Log, Set<SseStream>>()
  readonly #streams = new Set<SseStream>()
  readonly slowReaders = new SlowReaders()
  /** Those that an event has given too much. */
  #fullStreams: SseStream[] = []
  readonly #comments: Timer
  #stopping = false

  constructor(services: Services, addressLimits: AddressLimits) {
    this.services = services
    this.#addressLimits = addressLimits
    services.hub.addFanout(this)
    this.#comments = setInterval(() => {
      for (const stream of this.#streams) stream.comment()
    }, COMMENT_MS)
  }

  readonly open = async (request: Request, server: Server<unknown>): Promise<Response> => {
    try {
      const caller = await this.services.authenticator.listener(request)
      if (caller === undefined) throw new Refusal('unauthenticated')
      if (this.#stopping) throw new Refusal('unavailable')
      const since = resumePointOf(request)
      const suffix = await this.services.authenticator.suffix(request, caller)
      const slot = this.#addressLimits.open(request, server as Server<never>)
      server.timeout(request, 0)
      const endIn = (seconds: number) => server.timeout(request, seconds)
      const stream = new SseStream(this, { caller, slot, since, suffix, endIn })
      this.#streams.add(stream)
      await stream.begin(since)
      return new Response(stream.body, { headers: STREAM_HEADERS })
    } catch (error) {
      return answerRefusal(refusalOf(error, this.services))
    }
  }

  publish(event: EncodedEvent): void {
    for (const stream of this.#listeners.get(event.log) ?? []) stream.send(event)
    if (this.#fullStreams.length === 0) return
    for (const stream of this.#fullStreams.splice(0)) void fallBehind(this.services, stream)
  }

  /** Once the event has been told to everybody. */
  markFull(stream: SseStream): void {
    this.#fullStreams.push(stream)
  }

  sendEphemeral(log: Log, signal: string): void {
    for (const stream of this.#listeners.get(log) ?? []) stream.pass(signal)
  }

  /** How many are connected. */
  get count(): number {
    return this.#streams.size
  }

  subscriberCount(log: Log): number {
    return this.#listeners.get(log)?.size ?? 0
  }

  join(log: Log, stream: SseStream): void {
    const there = this.#listeners.get(log)
    if (there === undefined) this.#listeners.set(log, new Set([stream]))
    else there.add(stream)
  }

  leave(log: Log, stream: SseStream): void {
    const there = this.#listeners.get(log)
    there?.delete(stream)
    if (there?.size === 0) this.#listeners.delete(log)
  }

  gone(stream: SseStream): void {
    this.#streams.delete(stream)
    this.slowReaders.delete(stream)
  }

  sweep(): void {
    this.slowReaders.check()
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
  readonly since: ResumePoint
  /** What stands behind each id. */
  readonly suffix: string
  /** Cuts the connection when nothing has been read for so many seconds. */
  readonly endIn: (seconds: number) => void
}

/** One reader. */
class SseStream implements Subscriber, BufferedReader {
  readonly #transport: SseTransport
  readonly #caller: Caller
  readonly #slot: Slot
  readonly #out: StreamBody
  readonly #progress: ResumePosition
  readonly #joined = new Set<Log>()
  readonly #suffix: string
  readonly #endIn: (seconds: number) => void
  #began: (() => void) | undefined
  #state: 'opening' | 'live' | 'ended' = 'opening'
  #renewAt = Number.POSITIVE_INFINITY

  /** Closes its slot when it ends. */
  constructor(transport: SseTransport, { caller, slot, since, suffix, endIn }: Opened) {
    this.#transport = transport
    this.#suffix = suffix
    this.#slot = slot
    this.#endIn = endIn
    this.#caller = caller
    this.#progress = new ResumePosition(transport.services.replaySource.commitWindowMs, since)
    this.#out = new StreamBody(() => {
      this.#detach()
      slot.close()
      transport.gone(this)
    })
  }

  get body(): ReadableStream<Uint8Array> {
    return this.#out.body
  }

  get user(): UserId {
    return this.#caller.user.id
  }

  get isClosed(): boolean {
    return this.#state === 'ended'
  }

  get isFull(): boolean {
    return this.#out.full
  }

  get waiting(): number {
    return this.#out.waiting
  }

  disconnect(): void {
    this.end('unavailable')
  }

  /** Refuses a cursor that is not ours before the answer begins; the replay flows with the answer. */
  async begin(since: ResumePoint): Promise<void> {
    this.#out.write(`${retryLater()}\n`)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#began = resolve
    this.#catchUp(since).then(resolve, (error) => {
      // Once the answer has begun nobody waits for this: it ends, and the reader comes back.
      reject(refusalOf(error, this.#transport.services))
      this.#out.close()
    })
    return promise
  }

  send(event: EncodedEvent): void {
    this.#progress.received(event)
    this.#out.write(`id: ${this.#eventId()}\ndata: ${event.text}\n\n`)
    if (this.#state === 'live' && this.#out.waiting > BEHIND_CHARS) this.#transport.markFull(this)
  }

  /** Without an id: it is not in the log, so the place in it stays where it was. */
  pass(signal: string): void {
    if (!this.isFull) this.#out.write(`data: ${signal}\n\n`)
  }

  async drained(): Promise<void> {
    // Only a reader empties it: from here on the answer must flow.
    this.#began?.()
    this.#transport.slowReaders.add(this)
    await this.#out.drained()
    this.#transport.slowReaders.delete(this)
  }

  subscribe(log: Log): void {
    this.#joined.add(log)
    this.#transport.join(log, this)
  }

  unsubscribe(log: Log): void {
    this.#joined.delete(log)
    this.#transport.leave(log, this)
  }

  unsubscribeAll(): readonly Log[] {
    const logs = [...this.#joined]
    for (const log of logs) this.unsubscribe(log)
    return logs
  }

  isSubscribed(log: Log): boolean {
    return this.#joined.has(log)
  }

  comment(): void {
    if (this.#out.waiting === 0) this.#out.write(':\n\n')
  }

  sweep(now: number): void {
    if (now >= this.#caller.endsAt) this.end('token_expired')
    // A full reader reads, or is sent away.
    else if (now >= this.#renewAt && !this.isFull && !this.isClosed) this.#renew()
  }

  /** Says why, as the last thing: the same words and numbers as a socket's close. */
  end(code: RefusalCode): void {
    if (this.isClosed) return
    this.#out.write(`event: close\ndata: ${JSON.stringify({ code, close: closeOf(code) })}\n\n`)
    this.#detach()
    this.#finish(END_SECONDS)
  }

  /** The planned end: a reader that is alive connects again, and goes on from its last id. */
  #renew(): void {
    this.#out.write(`${retrySoon()}event: reconnect\ndata: {}\n\n`)
    this.#leaveAll()
    this.#transport.services.hub.expectReconnect(this)
    this.#finish(RENEW_SECONDS)
  }

  #finish(seconds: number): void {
    this.#transport.slowReaders.delete(this)
    this.#out.end()
    this.#endIn(seconds)
  }

  async #catchUp(since: ResumePoint): Promise<void> {
    this.#slot.enter(this.user)
    const joined = await openSubscriber(this.#transport.services, this, since)
    if ('reset' in joined) {
      this.#out.write(`event: reset\ndata: ${JSON.stringify({ reason: joined.reset })}\n\n`)
      return this.#catchUp({ cursor: undefined, received: new Map() })
    }
    if (this.isClosed) return
    this.#state = 'live'
    this.#renewAt = plannedEnd()
    this.#progress.live(joined)
    const data = JSON.stringify({ user: this.#caller.user, cursor: joined.cursor })
    this.#out.write(`id: ${this.#eventId()}\nevent: ready\ndata: ${data}\n\n`)
  }

  #eventId(): string {
    return this.#progress.token() + this.#suffix
  }

  #detach(): void {
    const wasLive = this.#state === 'live'
    this.#leaveAll()
    if (wasLive) this.#transport.services.hub.detach(this)
  }

  #leaveAll(): void {
    this.#state = 'ended'
    for (const log of this.#joined) this.#transport.leave(log, this)
  }
}

/** `Last-Event-ID` is a cursor and what was received around its time; `?cursor=` begins from a snapshot. */
function resumePointOf(request: Request): ResumePoint {
  const query = request.url.indexOf('?')
  const asked = query < 0 ? null : new URLSearchParams(request.url.slice(query)).get('cursor')
  return parseResumeToken(request.headers.get('last-event-id') || asked || '')
}
