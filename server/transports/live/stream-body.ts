import { ANSWER_HEADERS } from '../answer.ts'

const encoder = new TextEncoder()

/** A stream with more characters than this waiting is given no more of what can wait, until it has less. */
const FULL_CHARS = 64 * 1024
/** A live stream with more than this hears from the log, until it has caught up. */
export const BEHIND_CHARS = 256 * 1024
/** Seconds without any reading in which the rest of a stream that ended is kept for its reader. */
export const END_SECONDS = 45
/** The same after a planned end: a reader that is alive reads on at once. */
export const RENEW_SECONDS = 10

/**
 * A stream receives nothing from its reader, so only a new connection shows that the reader is there. The
 * life of a live stream in ms: shorter than the minute in which a socket that is silent is cut off.
 */
const LIFE_MS = 45_000
/** At most so much more, in ms: streams that opened together do not end together. */
const SPREAD_MS = 10_000

/** By `performance.now()`. */
export const plannedEnd = (): number => performance.now() + LIFE_MS + Math.random() * SPREAD_MS

/** How long a reader waits before it connects again, in ms. Jittered, so that not all come back from a restart at once. */
export const retryLater = (): string => `retry: ${1000 + Math.floor(Math.random() * 2000)}\n`
/** After a planned end. */
export const retrySoon = (): string => `retry: ${50 + Math.floor(Math.random() * 50)}\n`

/** How every event stream is answered. */
export const STREAM_HEADERS = {
  ...ANSWER_HEADERS,
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  // Not every proxy heeds `no-transform` (Caddy before 2.7 compresses, and then holds back, a stream that begins
  // with more than 512 bytes), but none compresses what names an encoding.
  'content-encoding': 'identity',
  'x-accel-buffering': 'no',
} as const

/**
 * The body of an event stream. Bun would buffer without end what is pushed into a response, so the text
 * waits here, counted, until the response pulls it.
 */
export class StreamBody {
  readonly body: ReadableStream<Uint8Array>
  readonly #onClose: () => void
  #texts: string[] = []
  #waiting = 0
  #state: 'open' | 'ending' | 'closed' = 'open'
  #wake: (() => void) | undefined
  #drained: (() => void) | undefined

  /** `onClose`: all was read, or nobody reads any more. */
  constructor(onClose: () => void) {
    this.#onClose = onClose
    this.body = new ReadableStream<Uint8Array>(
      { pull: (controller) => this.#pull(controller), cancel: () => this.close() },
      { highWaterMark: 0 },
    )
  }

  /** How many characters nobody has read yet. */
  get waiting(): number {
    return this.#waiting
  }

  get full(): boolean {
    return this.#waiting > FULL_CHARS
  }

  write(text: string): void {
    if (this.#state !== 'open') return
    this.#texts.push(text)
    this.#waiting += text.length
    this.#wake?.()
  }

  /** Resolves when there is room again, or nobody reads any more. */
  drained(): Promise<void> {
    return this.#state === 'open' && this.full
      ? new Promise((resolve) => (this.#drained = resolve))
      : Promise.resolve()
  }

  /** No more is said: what waits may still be read. */
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
    if (!this.full) {
      this.#drained?.()
      this.#drained = undefined
    }
    if (this.#state !== 'open' && this.#waiting === 0) {
      this.close()
      controller.close()
    }
  }

  /** Not all that waits at once: how much is left shows that somebody reads. */
  #take(): string {
    let count = 0
    let chars = 0
    while (count < this.#texts.length && chars < FULL_CHARS)
      chars += this.#texts[count++]?.length ?? 0
    this.#waiting -= chars
    return this.#texts.splice(0, count).join('')
  }
}
