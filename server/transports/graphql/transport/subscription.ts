import type { Log, UserId } from '../../../../protocol/ids.ts'
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

/** Where the events of a subscription go. */
export interface ResultSink {
  readonly closed: boolean
  /** More waits than a replay should add to. */
  readonly full: boolean
  drained(): Promise<void>
  /** An execution result, as JSON, and the word to come back with, where that moved. */
  next(payload: string, word: string | undefined): void
  end(code: RefusalCode): void
  /** No more will come: the membership has ended, or the room. */
  complete(): void
}

/** One subscription. */
export class GraphqlSubscription implements Subscriber {
  readonly user: UserId
  readonly #subscribers: GraphqlSubscribers
  readonly #caller: Caller
  readonly #target: Target
  /** The one log that it listens to; undefined for all. */
  readonly #only: Log | undefined
  readonly #shape: ResultShape
  readonly #sink: ResultSink
  readonly #progress: ResumePosition
  readonly #since: ResumePoint
  readonly #joined = new Set<Log>()
  #token = ''
  #began: (() => void) | undefined
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
    this.#target = target
    this.#only = target.own ? logOf(caller.user.id) : target.room
    this.#since = parseResumeToken(target.after ?? '')
    const { cursor, received } = this.#since
    // What is said of one log goes to all who listen to it alike: nothing else that this one claims.
    const meant = new Map([...received].filter(([log]) => this.#isMeant(log)))
    this.#progress = new ResumePosition(subscribers.services.replaySource.commitWindowMs, {
      cursor,
      received: meant,
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

  /** Resolves when it is live, or when it goes on only as it is read. */
  begin(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#began = resolve
    this.#catchUp(this.#since).then(resolve, (error) => {
      // Once it has begun nobody waits for this: it ends, and whoever listens comes back.
      reject(refusalOf(error, this.#subscribers.services))
      this.detach()
    })
    return promise
  }

  send(event: EncodedEvent): void {
    if (this.isClosed || !this.#isMeant(event.log)) return
    // @planted resume-token
    this.#progress.received(event)
    const told = this.#shape.told(event)
    // Of one log the word is the same for all who listen to it, and so is the whole of what is said.
    if (this.#only !== undefined) told.whole ??= this.#whole(told, this.#progress.token())
    const { payload, word } = told.whole ?? this.#whole(told, this.#progress.token())
    this.#token = word
    this.#sink.next(payload, word)
    if (told.type === 'room.deleted' && this.#only !== undefined) this.#complete()
  }

  /** What passes is in no log: the place to come back to stays where it was. */
  pass(signal: string): void {
    if (this.#target.ephemeral && !this.isFull) this.#write(this.#shape.told(signal))
  }

  drained(): Promise<void> {
    this.#began?.()
    return this.#sink.drained()
  }

  subscribe(log: Log): void {
    this.#joined.add(log)
    if (this.#isMeant(log)) this.#subscribers.join(log, this)
  }

  unsubscribe(log: Log): void {
    this.#joined.delete(log)
    this.#subscribers.leave(log, this)
    if (log === this.#only) this.#complete()
  }

  unsubscribeAll(): readonly Log[] {
    const logs = [...this.#joined]
    this.#joined.clear()
    for (const log of logs) this.#subscribers.leave(log, this)
    return logs
  }

  /** It is given too much: the log tells it the rest. */
  async fallBehind(): Promise<void> {
    const { services } = this.#subscribers
    if (this.#state !== 'live' || services.hub.isBehind(this)) return
    await fallBehind(services, this)
    this.#completeIfRemoved()
  }

  isSubscribed(log: Log): boolean {
    return this.#joined.has(log)
  }

  /** The whole connection: whoever it belongs to is gone. */
  end(code: RefusalCode): void {
    this.#sink.end(code)
  }

  /** `isExpected`: whoever listens is about to come back. */
  detach({ isExpected } = { isExpected: false }): void {
    if (this.#state === 'ended') return
    const wasLive = this.#state === 'live'
    this.#state = 'ended'
    this.#subscribers.gone(this.#shape)
    if (!wasLive) return
    for (const log of this.#joined) this.#subscribers.leave(log, this)
    const { hub } = this.#subscribers.services
    if (isExpected) hub.expectReconnect(this)
    else hub.detach(this)
  }

  async #catchUp(since: ResumePoint): Promise<void> {
    const joined = await openSubscriber(this.#subscribers.services, this, since)
    if ('reset' in joined) {
      this.#token = ''
      this.#write(this.#shape.tell({ type: 'reset', ...{ reason: joined.reset } }))
      return this.#catchUp({ cursor: undefined, received: new Map() })
    }
    if (this.isClosed) return
    this.#state = 'live'
    this.#progress.live(joined, this.#only)
    this.#token = this.#progress.token()
    this.#write(this.#shape.tell({ type: 'ready', ...{ user: this.#caller.user } }), this.#token)
    this.#completeIfRemoved()
  }

  /** Who was removed while away has received so. */
  #completeIfRemoved(): void {
    if (this.isClosed || this.#only === undefined || this.#joined.has(this.#only)) return
    this.#complete()
  }

  #isMeant(log: string): boolean {
    return this.#only === undefined || log === this.#only
  }

  /** The word is made of letters that JSON leaves as they are. */
  #whole({ pieces }: EncodedResult, word: string): { payload: string; word: string } {
    return { payload: pieces.length === 1 ? (pieces[0] ?? '') : pieces.join(word), word }
  }

  /** `moves`: the place to come back to, where this is one. */
  #write(told: EncodedResult, moves?: string): void {
    this.#sink.next(this.#whole(told, this.#token).payload, moves)
  }

  #complete(): void {
    if (this.#state === 'ended') return
    this.detach()
    this.#sink.complete()
  }
}
