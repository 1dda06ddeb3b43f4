import type { EncodedEvent } from './encoded-event.ts'

/** Characters of events that go out in one turn of the event loop. Each is three bytes at most. */
const TURN_CHARS = 128 * 1024
/** Of what waits at least this part goes out: it never waits for longer than so many turns take. */
const TURN_PART = 1 / 32

/**
 * Events go out in the order in which they came, at most so much of them in one turn of the event
 * loop. Between the turns the operating system takes what was written, and commands are carried out.
 */
export class Pacer {
  readonly #out: (event: EncodedEvent) => void
  readonly #onError: (error: unknown) => void
  /** What waits for the next turns. A function is called when everything before it has gone out. */
  #waiting: (EncodedEvent | (() => void))[] = []
  /** How much waits, in characters. */
  #chars = 0
  #left = TURN_CHARS
  /** Nothing is left of this turn, and the next one is scheduled. */
  #isSpent = false

  constructor(out: (event: EncodedEvent) => void, onError: (error: unknown) => void) {
    this.#out = out
    this.#onError = onError
  }

  push(event: EncodedEvent): void {
    if (!this.#isSpent) return this.#out(event)
    this.#waiting.push(event)
    this.#chars += event.text.length
  }

  /** Before everything that waits. Resolves when these events have gone out. */
  async pushFirst(events: readonly EncodedEvent[]): Promise<void> {
    for (const [i, event] of events.entries()) {
      if (this.#isSpent) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const rest = events.slice(i)
        this.#waiting = [...rest, resolve, ...this.#waiting]
        for (const { text } of rest) this.#chars += text.length
        return promise
      }
      this.#out(event)
    }
  }

  /** Resolves when everything that waits now has gone out. */
  async drained(): Promise<void> {
    if (this.#isSpent) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** So many characters have gone out. */
  spend(chars: number): void {
    this.#left -= chars
    if (this.#left > 0 || this.#isSpent) return
    this.#isSpent = true
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    const waiting = this.#waiting
    this.#waiting = []
    this.#left = Math.max(TURN_CHARS, this.#chars * TURN_PART)
    this.#isSpent = false
    let next = 0
    while (!this.#isSpent && next < waiting.length) this.#emit(waiting[next++])
    if (next < waiting.length) this.#waiting = [...waiting.slice(next), ...this.#waiting]
  }

  #emit(first: EncodedEvent | (() => void) | undefined): void {
    try {
      if (typeof first === 'function') return first()
      if (first === undefined) return
      this.#chars -= first.text.length
      this.#out(first)
    } catch (error) {
      // What comes after it goes out all the same.
      this.#onError(error)
    }
  }
}
