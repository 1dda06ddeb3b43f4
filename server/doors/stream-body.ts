const encoder = new TextEncoder()

/** How every event stream is answered. */
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
} as const

/**
 * The body of an event stream. Bun would buffer without end what is pushed into a response, so the text
 * waits here, counted, until the response pulls it.
 */
export class StreamBody {
  readonly body: ReadableStream<Uint8Array>
  readonly #onClose: () => void
  #text = ''
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
    return this.#text.length
  }

  say(text: string): void {
    if (this.#state !== 'open') return
    this.#text += text
    this.#wake?.()
  }

  /** Resolves when all has been read, or nobody reads any more. */
  drained(): Promise<void> {
    return this.#state === 'open'
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
    if (this.#text === '' && this.#state === 'open')
      await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#wake = undefined
    const text = this.#text
    this.#text = ''
    if (text !== '') controller.enqueue(encoder.encode(text))
    this.#drained?.()
    this.#drained = undefined
    if (this.#state !== 'open') {
      this.close()
      controller.close()
    }
  }
}
