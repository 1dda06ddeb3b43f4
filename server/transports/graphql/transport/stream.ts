import type { RefusalCode } from '../../../../protocol/refusals.ts'
import type { Caller } from '../../../domain/ports.ts'
import type { Slot } from '../../limits/connections.ts'
import { EventStream } from '../../live/event-stream.ts'
import type { Operation } from '../execution/operation.ts'
import type { GraphqlSubscribers } from './subscribers.ts'
import { GraphqlSubscription, type ResultSink } from './subscription.ts'

/**
 * A subscription as server-sent events, in distinct connections mode
 * (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md). Each `id:` is a resume token.
 */
export class GraphqlStream implements ResultSink {
  readonly #subscribers: GraphqlSubscribers
  readonly #caller: Caller
  readonly #slot: Slot
  readonly #stream: EventStream
  /** Appended to each id: the separator and the ticket for the next connection, if there is one. */
  #suffix = ''
  #subscription: GraphqlSubscription | undefined

  /** The stream closes its slot when it ends. */
  constructor(
    subscribers: GraphqlSubscribers,
    caller: Caller,
    slot: Slot,
    endIn: (seconds: number) => void,
  ) {
    this.#subscribers = subscribers
    this.#caller = caller
    this.#slot = slot
    this.#stream = new EventStream({
      caller,
      slot,
      streams: subscribers.streams,
      slowReaders: subscribers.slowReaders,
      endIn,
      // graphql-sse clients know only the events `next` and `complete`, so the body just ends.
      renewFrame: '\n',
      detach: (how) => this.#subscription?.detach(how),
    })
  }

  /** Refusals are thrown before the response begins. The response resolves while the replay is still being sent. */
  async open(operation: Operation, lastEventId: string | null, suffix: string): Promise<Response> {
    this.#suffix = suffix
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
      this.#stream.abort()
      throw error
    }
    this.#stream.goLive()
    return this.#stream.response
  }

  get closed(): boolean {
    return this.#stream.isClosed
  }

  get full(): boolean {
    return this.#stream.isFull
  }

  drained(): Promise<void> {
    return this.#stream.drained()
  }

  fallBehind(): void {
    void this.#subscription?.fallBehind()
  }

  next(payload: string, token: string | undefined): void {
    const id = token === undefined ? '' : `id: ${token}${this.#suffix}\n`
    this.#stream.write(`${id}event: next\ndata: ${payload}\n\n`)
    if (this.#stream.isBehind) this.#subscribers.markFull(this)
  }

  complete(): void {
    this.#stream.finish('event: complete\ndata: {}\n\n')
  }

  /** Does not send `complete`, so that the client reconnects. */
  end(code: RefusalCode): void {
    this.#stream.end(code)
  }
}
