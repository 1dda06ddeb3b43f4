import { ANSWER_HEADERS } from '../answer.ts'

const encoder = new TextEncoder()

/** A stream with more characters than this in its buffer is full: a replay waits until it has read some. */
const FULL_CHARS = 64 * 1024
/** A live stream with more characters than this falls behind: it receives the rest from the log. */
export const BEHIND_CHARS = 256 * 1024
/** How long the rest of an ended stream is kept for a reader that reads nothing, in seconds. */
export const END_SECONDS = 45
/** The same after a planned end, in seconds: a living reader reads on at once. */
export const RENEW_SECONDS = 10

/**
 * How long a live stream lasts before its planned end, in ms. A stream receives nothing from its reader, so
 * only a new connection shows that the reader is alive. It is shorter than the minute after which a silent
 * socket is cut off.
 */
const LIFE_MS = 45_000
/** The longest random addition, in ms: streams that opened together do not end together. */
const SPREAD_MS = 10_000

/** The time of a stream's planned end, by `performance.now()`. */
export const plannedEnd = (): number => performance.now() + LIFE_MS + Math.random() * SPREAD_MS

/** How long a reader waits before it reconnects, in ms. With jitter: not all reconnect at once after a restart. */
export const retryLater = (): string => `retry: ${1000 + Math.floor(Math.random() * 2000)}\n`
/** The same for a planned end. */
export const retrySoon = (): string => `retry: ${50 + Math.floor(Math.random() * 50)}\n`

/** The headers of every event stream. */
export const STREAM_HEADERS = {
  ...ANSWER_HEADERS,
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  // Not every proxy obeys `no-transform`: Caddy before 2.7 compresses, and then holds back, a stream that begins
  // with more than 512 bytes. No proxy compresses a response that names an encoding.
  'content-encoding': 'identity',
  'x-accel-buffering': 'no',
} as const

/**
 * The body of an event stream. Bun buffers pushed text without a limit, so the text waits here, counted,
 * until the response pulls it.
 */
export class StreamBody {
  readonly body: ReadableStream<Uint8Array>
  readonly #onClose: () => void
  #texts: string[] = []
  #waiting = 0
  #state: 'open' | 'ending' | 'closed' = 'open'
  #wake: (() => void) | undefined
  #drained: (() => void) | undefined

  /** `onClose` is called when all was read, or nobody reads any more. */
  constructor(onClose: () => void) {
    this.#onClose = onClose
    this.body = new ReadableStream<Uint8Array>(
      { pull: (controller) => this.#pull(controller), cancel: () => this.close() },
      { highWaterMark: 0 },
    )
  }

  /** Characters that have not been read yet. */
  get waiting(): number {
    return this.#waiting
  }

  get isFull(): boolean {
    return this.#waiting > FULL_CHARS
  }

  write(text: string): void {
    if (this.#state !== 'open') return
    this.#texts.push(text)
    this.#waiting += text.length
    this.#wake?.()
  }

  /** Resolves when the buffer is not full, or nobody reads any more. */
  drained(): Promise<void> {
    return this.#state === 'open' && this.isFull
      ? new Promise((resolve) => (this.#drained = resolve))
      : Promise.resolve()
  }

  /** Accepts no more text. The waiting text may still be read. */
  end(): void {
    if (this.#state !== 'open') return
    this.#state = 'ending'
    this.#wake?.()
    this.#drained?.()
  }

  close(): void {
    this.end()
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#onClose()
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (this.#waiting === 0 && this.#state === 'open')
      await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#wake = undefined
    const text = this.#take()
    if (text !== '') controller.enqueue(encoder.encode(text))
    if (!this.isFull) {
      this.#drained?.()
      this.#drained = undefined
    }
    if (this.#state !== 'open' && this.#waiting === 0) {
      this.close()
      controller.close()
    }
  }

  /** Takes only a part of a long text: the falling rest shows that the client reads. */
  #take(): string {
    let count = 0
    let chars = 0
    while (count < this.#texts.length && chars < FULL_CHARS)
      chars += this.#texts[count++]?.length ?? 0
    this.#waiting -= chars
    return this.#texts.splice(0, count).join('')
  }
}
