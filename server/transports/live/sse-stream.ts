import type { Log, SessionId, UserId } from '../../../protocol/ids.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import type { Caller } from '../../domain/ports.ts'
import type { EncodedEvent } from '../../hub/encoded-event.ts'
import type { ResumePoint } from '../../hub/resume-point.ts'
import type { Subscriber } from '../../hub/subscriber.ts'
import { refusalOf } from '../answer.ts'
import type { Slot } from '../limits/connections.ts'
import type { Services } from '../services.ts'
import { EventStream, type EventStreamOptions } from './event-stream.ts'
import type { LogSubscribers } from './log-subscribers.ts'
import { openSubscriber } from './open-subscriber.ts'
import { ResumePosition } from './resume-token.ts'
import type { SlowReaders } from './slow-readers.ts'

/** The transport, as its streams use it. */
export interface SseStreams {
  readonly services: Services
  readonly streams: EventStreamOptions['streams']
  readonly slowReaders: SlowReaders
  readonly subscribers: LogSubscribers<SseStream>
  /** The stream falls behind once the current event has been sent to all its subscribers. */
  markFull(stream: SseStream): void
}

type Opening = {
  readonly caller: Caller
  readonly slot: Slot
  readonly since: ResumePoint
  /** Appended to each id. */
  readonly suffix: string
  readonly endIn: EventStreamOptions['endIn']
}

/** One reader of `GET /api/v1/events`. */
export class SseStream implements Subscriber {
  readonly #transport: SseStreams
  readonly #caller: Caller
  readonly #slot: Slot
  readonly #since: ResumePoint
  readonly #suffix: string
  readonly #stream: EventStream
  readonly #position: ResumePosition
  readonly #logs = new Set<Log>()
  /** Begins the answer. */
  #begin: (() => void) | undefined
  #isAttached = false

  /** Closes its slot when it ends. */
  constructor(transport: SseStreams, { caller, slot, since, suffix, endIn }: Opening) {
    this.#transport = transport
    this.#caller = caller
    this.#slot = slot
    this.#since = since
    this.#suffix = suffix
    this.#position = new ResumePosition(transport.services.replaySource.commitWindowMs, since)
    this.#stream = new EventStream({
      caller,
      slot,
      streams: transport.streams,
      slowReaders: transport.slowReaders,
      endIn,
      renewFrame: 'event: reconnect\ndata: {}\n\n',
      detach: ({ isExpected }) => this.#detach(isExpected),
    })
  }

  get user(): UserId {
    return this.#caller.user.id
  }

  get session(): SessionId | undefined {
    return this.#caller.session
  }

  get isClosed(): boolean {
    return this.#stream.isClosed
  }

  get isFull(): boolean {
    return this.#stream.isFull
  }

  /** Refuses an invalid cursor before the answer begins. The replay is part of the answer. */
  async open(): Promise<Response> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#begin = resolve
    this.#catchUp().then(resolve, (error) => {
      // After the answer has begun nothing awaits this promise: the stream ends, and the reader reconnects.
      reject(refusalOf(error, this.#transport.services))
      this.#stream.abort()
    })
    await promise
    return this.#stream.response
  }

  send(event: EncodedEvent): void {
    this.#position.received(event)
    this.#stream.write(`id: ${this.#eventId()}\ndata: ${event.text}\n\n`)
    if (this.#stream.isBehind) this.#transport.markFull(this)
  }

  sendAll(events: readonly EncodedEvent[]): void {
    for (const event of events) this.send(event)
  }

  /** Writes no id: an ephemeral event is in no log, so the resume position stays where it was. */
  sendEphemeral(text: string): void {
    if (!this.isFull) this.#stream.write(`data: ${text}\n\n`)
  }

  drained(): Promise<void> {
    // Only a reader empties the buffer, so the answer must begin now.
    this.#begin?.()
    return this.#stream.drained()
  }

  subscribe(log: Log): void {
    this.#logs.add(log)
    this.#transport.subscribers.add(log, this)
  }

  unsubscribe(log: Log): void {
    this.#logs.delete(log)
    this.#transport.subscribers.delete(log, this)
  }

  unsubscribeAll(): readonly Log[] {
    const logs = [...this.#logs]
    for (const log of logs) this.unsubscribe(log)
    return logs
  }

  isSubscribed(log: Log): boolean {
    return this.#logs.has(log)
  }

  end(code: RefusalCode): void {
    this.#stream.end(code)
  }

  async #catchUp(): Promise<void> {
    this.#slot.enter(this.user)
    const { services } = this.#transport
    const position = await openSubscriber(services, this, this.#since, (reason) =>
      this.#stream.write(`event: reset\ndata: ${JSON.stringify({ reason })}\n\n`),
    )
    if (this.isClosed) return
    this.#isAttached = true
    this.#stream.goLive()
    this.#position.live(position)
    const data = JSON.stringify({ user: this.#caller.user, cursor: position.cursor })
    this.#stream.write(`id: ${this.#eventId()}\nevent: ready\ndata: ${data}\n\n`)
  }

  #eventId(): string {
    return this.#position.token() + this.#suffix
  }

  #detach(isExpected: boolean): void {
    for (const log of this.#logs) this.#transport.subscribers.delete(log, this)
    if (!this.#isAttached) return
    this.#isAttached = false
    const { hub } = this.#transport.services
    if (isExpected) hub.expectReconnect(this)
    else hub.detach(this)
  }
}
