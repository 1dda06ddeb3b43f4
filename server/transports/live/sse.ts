import type { Server } from 'bun'
import type { Log } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { ResumePoint } from '../../hub/resume-point.ts'
import type { Fanout, Subscriber } from '../../hub/subscriber.ts'
import { answerRefusal, refusalOf } from '../answer.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import type { Services } from '../services.ts'
import { type EventStream, startComments } from './event-stream.ts'
import { fallBehind } from './fall-behind.ts'
import { LogSubscribers } from './log-subscribers.ts'
import { parseResumeToken } from './resume-token.ts'
import { SlowReaders } from './slow-readers.ts'
import { SseStream, type SseStreams } from './sse-stream.ts'

/** `GET /api/v1/events`: everything that a user receives, as server-sent events. */
export class SseTransport implements Fanout, SseStreams {
  readonly services: Services
  readonly streams = new Set<EventStream>()
  readonly subscribers = new LogSubscribers<SseStream>()
  readonly slowReaders = new SlowReaders()
  readonly #addressLimits: AddressLimits
  /** Streams that the current event has filled. */
  #fullStreams: SseStream[] = []
  readonly #comments = startComments(this.streams)
  #isStopping = false

  constructor(services: Services, addressLimits: AddressLimits) {
    this.services = services
    this.#addressLimits = addressLimits
    services.hub.addFanout(this)
  }

  readonly open = async (request: Request, server: Server<unknown>): Promise<Response> => {
    try {
      const caller = await this.services.authenticator.connection(request)
      if (caller === undefined) throw new Refusal('unauthenticated')
      if (this.#isStopping) throw new Refusal('unavailable')
      const since = resumePointOf(request)
      const suffix = await this.services.authenticator.suffix(request, caller)
      const slot = this.#addressLimits.open(request, server as Server<never>)
      server.timeout(request, 0)
      const endIn = (seconds: number) => server.timeout(request, seconds)
      return await new SseStream(this, { caller, slot, since, suffix, endIn }).open()
    } catch (error) {
      return answerRefusal(refusalOf(error, this.services))
    }
  }

  publish(event: EncodedEvent, except?: ReadonlySet<Subscriber>): void {
    for (const stream of this.subscribers.of(event.log, except)) stream.send(event)
    if (this.#fullStreams.length === 0) return
    for (const stream of this.#fullStreams.splice(0)) void fallBehind(this.services, stream)
  }

  markFull(stream: SseStream): void {
    this.#fullStreams.push(stream)
  }

  sendEphemeral(log: Log, text: string, except?: ReadonlySet<Subscriber>): void {
    for (const stream of this.subscribers.of(log, except)) stream.sendEphemeral(text)
  }

  /** Open connections. */
  get count(): number {
    return this.streams.size
  }

  subscriberCount(log: Log): number {
    return this.subscribers.count(log)
  }

  /** Called once a second. */
  sweep(): void {
    this.slowReaders.check()
    const now = performance.now()
    for (const stream of this.streams) stream.sweep(now)
  }

  stop(): void {
    this.#isStopping = true
    clearInterval(this.#comments)
    for (const stream of this.streams) stream.end('unavailable')
  }
}

/** `Last-Event-ID` carries a resume token; `?cursor=` carries the cursor of a snapshot. */
function resumePointOf(request: Request): ResumePoint {
  const query = request.url.indexOf('?')
  const cursor = query < 0 ? null : new URLSearchParams(request.url.slice(query)).get('cursor')
  return parseResumeToken(request.headers.get('last-event-id') || cursor || '')
}
