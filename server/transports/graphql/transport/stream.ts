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
 * (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md). Each `id:` is a resume token.
 */
export class GraphqlStream implements ResultSink, BufferedReader {
  readonly #subscribers: GraphqlSubscribers
  readonly #caller: Caller
  readonly #out: StreamBody
  readonly #slot: Slot
  /** Closes the connection when the client has read nothing for this many seconds. */
  readonly #endIn: (seconds: number) => void
  /** Appended to each id: the separator and the ticket for the next connection, if there is one. */
  #suffix = ''
  #subscription: GraphqlSubscription | undefined
  #isLive = false
  #renewAt = Number.POSITIVE_INFINITY
  closed = false

  /** The stream closes its slot when it ends. */
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

  /** Refusals are thrown before the response begins. The response resolves while the replay is still being sent. */
  async open(operation: Operation, lastEventId: string | null, suffix: string): Promise<Response> {
    this.#suffix = suffix
    this.#out.write(`${retryLater()}\n`)
    try {
      this.#slot.enter(this.#caller.user.id)
      const { target, encoder } = await operation.subscribe()
      const resumed = { ...target, after: lastEventId || target.after }
      const shape = this.#subscribers.shapeOf(encoder)
      this.#subscription = new GraphqlSubscription(
        this.#subscribers,
        this.#caller,
        resumed,
        shape,
        this,
      )
      await this.#subscription.begin()
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
    void this.#subscription?.fallBehind()
  }

  next(payload: string, token: string | undefined): void {
    this.#out.write(
      `${token === undefined ? '' : `id: ${token}${this.#suffix}\n`}event: next\ndata: ${payload}\n\n`,
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
    // A stream with a full buffer is not renewed: its client reads, or `SlowReaders` disconnects it.
    else if (now >= this.#renewAt && !this.full && !this.closed) this.#renew()
  }

  /** Does not send `complete`, so that the client reconnects. */
  end(code: RefusalCode): void {
    if (this.closed) return
    this.#out.write(`event: close\ndata: ${JSON.stringify({ code, close: closeOf(code) })}\n\n`)
    this.#finish(END_SECONDS)
  }

  /** The planned end. graphql-sse clients know only the events `next` and `complete`, so the body just ends. */
  #renew(): void {
    this.#out.write(`${retrySoon()}\n`)
    this.#subscription?.detach({ isExpected: true })
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
    this.#subscription?.detach()
  }
}
