import type { RefusalCode } from '../../../../protocol/refusals.ts'
import type { Caller } from '../../../domain/ports.ts'
import { closeOf } from '../../answer.ts'
import type { Slot } from '../../limits/connections.ts'
import type { BufferedReader } from '../../live/slow-readers.ts'
import {
  BEHIND_CHARS,
  END_SECONDS,
  plannedEnd,
  RENEW_SECONDS,
  retryLater,
  retrySoon,
  STREAM_HEADERS,
  StreamBody,
} from '../../live/stream-body.ts'
import type { Operation } from '../execution/operation.ts'
import type { GraphqlSubscribers } from './subscribers.ts'
import { GraphqlSubscription, type ResultSink } from './subscription.ts'

/**
 * A subscription as server-sent events, in distinct connections mode
 * (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md); each `id:` is what resumes it.
 */
export class GraphqlStream implements ResultSink, BufferedReader {
  readonly #subscribers: GraphqlSubscribers
  readonly #caller: Caller
  readonly #out: StreamBody
  readonly #slot: Slot
  /** Cuts the connection when nothing has been read for so many seconds. */
  readonly #endIn: (seconds: number) => void
  /** What stands behind each id. */
  #suffix = ''
  #listener: GraphqlSubscription | undefined
  #isLive = false
  #renewAt = Number.POSITIVE_INFINITY
  closed = false

  /** Closes its slot when it ends. */
  constructor(
    subscribers: GraphqlSubscribers,
    caller: Caller,
    slot: Slot,
    endIn: (seconds: number) => void,
  ) {
    this.#subscribers = subscribers
    this.#endIn = endIn
    this.#caller = caller
    this.#slot = slot
    this.#out = new StreamBody(() => {
      this.#close()
      slot.close()
      subscribers.streams.delete(this)
      subscribers.slowReaders.delete(this)
    })
    subscribers.streams.add(this)
  }

  /** Refuses before the answer begins; the replay flows with it. */
  async open(operation: Operation, lastEventId: string | null, suffix: string): Promise<Response> {
    this.#suffix = suffix
    this.#out.write(`${retryLater()}\n`)
    try {
      this.#slot.enter(this.#caller.user.id)
      const { target, shape } = await operation.listen()
      const from = { ...target, after: lastEventId || target.after }
      const way = this.#subscribers.shapeOf(shape)
      this.#listener = new GraphqlSubscription(this.#subscribers, this.#caller, from, way, this)
      await this.#listener.begin()
    } catch (error) {
      this.#out.close()
      throw error
    }
    this.#isLive = true
    this.#renewAt = plannedEnd()
    return new Response(this.#out.body, { headers: STREAM_HEADERS })
  }

  get full(): boolean {
    return this.#out.full
  }

  get waiting(): number {
    return this.#out.waiting
  }

  async drained(): Promise<void> {
    this.#subscribers.slowReaders.add(this)
    await this.#out.drained()
    this.#subscribers.slowReaders.delete(this)
  }

  disconnect(): void {
    this.end('unavailable')
  }

  fallBehind(): void {
    void this.#listener?.fallBehind()
  }

  next(payload: string, word: string | undefined): void {
    this.#out.write(
      `${word === undefined ? '' : `id: ${word}${this.#suffix}\n`}event: next\ndata: ${payload}\n\n`,
    )
    if (this.#isLive && this.#out.waiting > BEHIND_CHARS) this.#subscribers.markFull(this)
  }

  complete(): void {
    this.#out.write('event: complete\ndata: {}\n\n')
    this.#finish(END_SECONDS)
  }

  comment(): void {
    if (this.#out.waiting === 0) this.#out.write(':\n\n')
  }

  sweep(now: number): void {
    if (now >= this.#caller.endsAt) this.end('token_expired')
    // A full reader reads, or is sent away.
    else if (now >= this.#renewAt && !this.full && !this.closed) this.#renew()
  }

  /** Without `complete`: who reads comes back. */
  end(code: RefusalCode): void {
    if (this.closed) return
    this.#out.write(`event: close\ndata: ${JSON.stringify({ code, close: closeOf(code) })}\n\n`)
    this.#finish(END_SECONDS)
  }

  /** The planned end. Clients of graphql-sse know `next` and `complete` alone: the end of the body says it. */
  #renew(): void {
    this.#out.write(`${retrySoon()}\n`)
    this.#listener?.detach({ isExpected: true })
    this.#finish(RENEW_SECONDS)
  }

  #finish(seconds: number): void {
    this.#close()
    this.#subscribers.slowReaders.delete(this)
    this.#out.end()
    this.#endIn(seconds)
  }

  #close(): void {
    this.closed = true
    this.#listener?.detach()
  }
}
