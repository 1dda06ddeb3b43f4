import type { RefusalCode } from '../../../protocol/refusals.ts'
import type { Caller } from '../../domain/ports.ts'
import { closeOf } from '../answer.ts'
import type { Slot } from '../limits/connections.ts'
import type { BufferedReader, SlowReaders } from './slow-readers.ts'
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

/** Regular comments keep a quiet stream open at proxies, and show that a peer is dead. */
const COMMENT_MS = 15_000

export const startComments = (streams: Iterable<Pick<EventStream, 'comment'>>): Timer =>
  setInterval(() => {
    for (const stream of streams) stream.comment()
  }, COMMENT_MS)

/** A transport's collection of open streams. */
interface OpenStreams {
  add(stream: EventStream): void
  delete(stream: EventStream): void
}

export type EventStreamOptions = {
  readonly caller: Caller
  readonly slot: Slot
  readonly streams: OpenStreams
  readonly slowReaders: SlowReaders
  /** Cuts the connection when nothing has been read for so many seconds. */
  readonly endIn: (seconds: number) => void
  /** What a planned end writes after its `retry:` line. */
  readonly renewFrame: string
  /** Ends the subscription, each time that the stream ends. `isExpected`: the reader will reconnect at once. */
  readonly detach: (how: { readonly isExpected: boolean }) => void
}

/** One connection that carries server-sent events, of whichever transport. */
export class EventStream implements BufferedReader {
  readonly #options: EventStreamOptions
  readonly #body: StreamBody
  #state: 'opening' | 'live' | 'ended' = 'opening'
  #renewAt = Number.POSITIVE_INFINITY

  /** Closes its slot when it ends. */
  constructor(options: EventStreamOptions) {
    this.#options = options
    this.#body = new StreamBody(() => {
      this.#detach(false)
      options.slot.close()
      options.streams.delete(this)
      options.slowReaders.delete(this)
    })
    options.streams.add(this)
    this.#body.write(`${retryLater()}\n`)
  }

  get response(): Response {
    return new Response(this.#body.body, { headers: STREAM_HEADERS })
  }

  get isClosed(): boolean {
    return this.#state === 'ended'
  }

  /** In characters. */
  get waiting(): number {
    return this.#body.waiting
  }

  get isFull(): boolean {
    return this.#body.isFull
  }

  /** So much waits that a live stream falls behind. */
  get isBehind(): boolean {
    return this.#state === 'live' && this.waiting > BEHIND_CHARS
  }

  /** From now on the stream can fall behind, and it has a planned end. */
  goLive(): void {
    if (this.isClosed) return
    this.#state = 'live'
    this.#renewAt = plannedEnd()
  }

  write(frame: string): void {
    this.#body.write(frame)
  }

  comment(): void {
    if (this.waiting === 0) this.write(':\n\n')
  }

  /** Resolves when the buffer is not full, or nobody reads any more. */
  async drained(): Promise<void> {
    this.#options.slowReaders.add(this)
    await this.#body.drained()
    this.#options.slowReaders.delete(this)
  }

  sweep(now: number): void {
    if (this.#options.slot.isNewlyBanned()) return this.end('banned')
    if (now >= this.#options.caller.endsAt) this.end('token_expired')
    // The slow-reader check decides about a full stream.
    else if (now >= this.#renewAt && !this.isFull && !this.isClosed) this.#renew()
  }

  disconnect(): void {
    this.end('unavailable')
  }

  /** Ends with the reason as the last frame: the code and the number of a socket's close. */
  end(code: RefusalCode): void {
    this.finish(`event: close\ndata: ${JSON.stringify({ code, close: closeOf(code) })}\n\n`)
  }

  /** Ends with this frame. What waits may still be read. */
  finish(frame: string): void {
    if (this.isClosed) return
    this.write(frame)
    this.#finish({ seconds: END_SECONDS, isExpected: false })
  }

  /** Ends at once, without a frame. */
  abort(): void {
    this.#body.close()
  }

  /** The planned end: a living reader reconnects and resumes from its last id. */
  #renew(): void {
    this.write(`${retrySoon()}${this.#options.renewFrame}`)
    this.#finish({ seconds: RENEW_SECONDS, isExpected: true })
  }

  #finish({ seconds, isExpected }: { seconds: number; isExpected: boolean }): void {
    this.#detach(isExpected)
    this.#options.slowReaders.delete(this)
    this.#body.end()
    this.#options.endIn(seconds)
  }

  #detach(isExpected: boolean): void {
    this.#state = 'ended'
    this.#options.detach({ isExpected })
  }
}
