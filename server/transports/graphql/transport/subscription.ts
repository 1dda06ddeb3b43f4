import type { Log, SessionId, UserId } from '../../../../protocol/ids.ts'
import { logOf } from '../../../../protocol/ids.ts'
import type { RefusalCode } from '../../../../protocol/refusals.ts'
import type { Caller } from '../../../domain/ports.ts'
import type { EncodedEvent } from '../../../hub/encoded-event.ts'
import type { ResumePoint } from '../../../hub/resume-point.ts'
import type { Subscriber } from '../../../hub/subscriber.ts'
import { refusalOf } from '../../answer.ts'
import { fallBehind } from '../../live/fall-behind.ts'
import { openSubscriber } from '../../live/open-subscriber.ts'
import { parseResumeToken, ResumePosition } from '../../live/resume-token.ts'
import type { Target } from '../execution/context.ts'
import type { EncodedResult, ResultShape } from '../execution/result-shape.ts'
import type { GraphqlSubscribers } from './subscribers.ts'

/** Sends the results of one subscription over a socket or a stream. */
export interface ResultSink {
  readonly closed: boolean
  /** The buffer has too much for a replay to add more. */
  readonly full: boolean
  drained(): Promise<void>
  /** Sends an execution result (JSON). `token`: the resume token behind it, where it has changed. */
  next(payload: string, token: string | undefined): void
  end(code: RefusalCode): void
  /** The last event was sent: the membership has ended, or the room was deleted. */
  complete(): void
}

/** One subscription. */
export class GraphqlSubscription implements Subscriber {
  readonly user: UserId
  readonly session: SessionId | undefined
  readonly #subscribers: GraphqlSubscribers
  readonly #caller: Caller
  readonly #target: Target
  /** The one log of the subscription; undefined for all logs of the user. */
  readonly #only: Log | undefined
  readonly #shape: ResultShape
  readonly #sink: ResultSink
  readonly #position: ResumePosition
  readonly #since: ResumePoint
  readonly #logs = new Set<Log>()
  #token = ''
  #started: (() => void) | undefined
  #state: 'opening' | 'live' | 'ended' = 'opening'

  /** Refuses `invalid_cursor`. */
  constructor(
    subscribers: GraphqlSubscribers,
    caller: Caller,
    target: Target,
    shape: ResultShape,
    sink: ResultSink,
  ) {
    this.#subscribers = subscribers
    this.#caller = caller
    this.user = caller.user.id
    this.session = caller.session
    this.#target = target
    this.#only = target.own ? logOf(caller.user.id) : target.room
    this.#since = parseResumeToken(target.after ?? '')
    const { cursor, received } = this.#since
    // Subscriptions to one log share their payloads, so the position must have no other logs of the client's token.
    const ownReceived = new Map([...received].filter(([log]) => this.#includes(log)))
    this.#position = new ResumePosition(subscribers.services.replaySource.commitWindowMs, {
      cursor,
      received: ownReceived,
    })
    this.#shape = shape
    this.#sink = sink
  }

  get isClosed(): boolean {
    return this.#state === 'ended' || this.#sink.closed
  }

  get isFull(): boolean {
    return this.#sink.full
  }

  /** Resolves when the subscription is live, or when the replay waits for the reader. */
  begin(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#started = resolve
    this.#catchUp(this.#since).then(resolve, (error) => {
      // A later error rejects nothing, because the promise was resolved: the subscription ends, and the client resumes.
      reject(refusalOf(error, this.#subscribers.services))
      this.detach()
    })
    return promise
  }

  send(event: EncodedEvent): void {
    if (this.isClosed || !this.#includes(event.log)) return
    // @planted resume-token
    this.#position.received(event)
    const result = this.#shape.resultOf(event)
    // Subscriptions to the same single log have the same resume token, so they share the complete payload.
    if (this.#only !== undefined) result.shared ??= this.#complete(result, this.#position.token())
    const { payload, token } = result.shared ?? this.#complete(result, this.#position.token())
    this.#token = token
    this.#sink.next(payload, token)
    if (result.type === 'room.deleted' && this.#only !== undefined) this.#finish()
  }

  sendAll(events: readonly EncodedEvent[]): void {
    for (const event of events) this.send(event)
  }

  /** An ephemeral event is in no log, so it does not move the resume position. */
  sendEphemeral(event: string): void {
    if (this.#target.ephemeral && !this.isFull) this.#write(this.#shape.resultOf(event))
  }

  drained(): Promise<void> {
    this.#started?.()
    return this.#sink.drained()
  }

  subscribe(log: Log): void {
    this.#logs.add(log)
    if (this.#includes(log)) this.#subscribers.subscribe(log, this)
  }

  unsubscribe(log: Log): void {
    this.#logs.delete(log)
    this.#subscribers.unsubscribe(log, this)
    if (log === this.#only) this.#finish()
  }

  unsubscribeAll(): readonly Log[] {
    const logs = [...this.#logs]
    this.#logs.clear()
    for (const log of logs) this.#subscribers.unsubscribe(log, this)
    return logs
  }

  /** The connection's buffer is full: the subscription receives the following events from the log. */
  async fallBehind(): Promise<void> {
    const { services } = this.#subscribers
    if (this.#state !== 'live' || services.hub.isBehind(this)) return
    await fallBehind(services, this)
    this.#completeIfRemoved()
  }

  isSubscribed(log: Log): boolean {
    return this.#logs.has(log)
  }

  /** Ends the whole connection, for example because the user was deleted. */
  end(code: RefusalCode): void {
    this.#sink.end(code)
  }

  /** `isExpected`: the client will reconnect at once. */
  detach({ isExpected } = { isExpected: false }): void {
    if (this.#state === 'ended') return
    const wasLive = this.#state === 'live'
    this.#state = 'ended'
    this.#subscribers.releaseShape(this.#shape)
    if (!wasLive) return
    for (const log of this.#logs) this.#subscribers.unsubscribe(log, this)
    const { hub } = this.#subscribers.services
    if (isExpected) hub.expectReconnect(this)
    else hub.detach(this)
  }

  async #catchUp(since: ResumePoint): Promise<void> {
    const opened = await openSubscriber(this.#subscribers.services, this, since, (reason) => {
      this.#token = ''
      this.#write(this.#shape.encode({ type: 'reset', ...{ reason } }))
    })
    if (this.isClosed) return
    this.#state = 'live'
    this.#position.live(opened, this.#only)
    this.#token = this.#position.token()
    this.#write(this.#shape.encode({ type: 'ready', ...{ user: this.#caller.user } }), this.#token)
    this.#completeIfRemoved()
  }

  /** A user who was removed while disconnected has received that event by now. */
  #completeIfRemoved(): void {
    if (this.isClosed || this.#only === undefined || this.#logs.has(this.#only)) return
    this.#finish()
  }

  #includes(log: string): boolean {
    return this.#only === undefined || log === this.#only
  }

  /** The resume token has no characters that JSON escapes. */
  #complete({ pieces }: EncodedResult, token: string): { payload: string; token: string } {
    return { payload: pieces.length === 1 ? (pieces[0] ?? '') : pieces.join(token), token }
  }

  /** `token`: the new resume token, where this result moves the resume position. */
  #write(result: EncodedResult, token?: string): void {
    this.#sink.next(this.#complete(result, this.#token).payload, token)
  }

  #finish(): void {
    if (this.#state === 'ended') return
    this.detach()
    this.#sink.complete()
  }
}
