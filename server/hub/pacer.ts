import type { EncodedEvent } from './encoded-event.ts'

/** Characters of events that are published in one turn of the event loop. Each is three bytes at most. */
const TURN_CHARS = 128 * 1024
/** At least this part of the queue is published in one turn, so that a long queue does not mean a long wait. */
const TURN_PART = 1 / 32

/**
 * Publishes events in the order in which they were pushed, a limited number of characters in one turn of
 * the event loop. Between two turns the operating system sends what was written, and commands are executed.
 */
export class Pacer {
  readonly #publish: (event: EncodedEvent) => void
  readonly #onError: (error: unknown) => void
  /** Events for the next turns. A function is called when everything before it has been published. */
  #queue: (EncodedEvent | (() => void))[] = []
  /** The length of the queued events, in characters. */
  #queuedChars = 0
  /** The characters that may still be published in this turn. */
  #budget = TURN_CHARS
  /** The budget of this turn is spent, and the next turn is scheduled. */
  #isSpent = false

  constructor(publish: (event: EncodedEvent) => void, onError: (error: unknown) => void) {
    this.#publish = publish
    this.#onError = onError
  }

  push(event: EncodedEvent): void {
    if (!this.#isSpent) return this.#publish(event)
    this.#queue.push(event)
    this.#queuedChars += event.text.length
  }

  /** Publishes these events before all queued ones. Resolves when they have been published. */
  async pushFirst(events: readonly EncodedEvent[]): Promise<void> {
    for (const [i, event] of events.entries()) {
      if (this.#isSpent) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const rest = events.slice(i)
        this.#queue = [...rest, resolve, ...this.#queue]
        for (const { text } of rest) this.#queuedChars += text.length
        return promise
      }
      this.#publish(event)
    }
  }

  /** Resolves when all events that are queued now have been published. */
  async drained(): Promise<void> {
    if (this.#isSpent) await new Promise<void>((resolve) => this.#queue.push(resolve))
  }

  /** Takes the characters that were published from the budget. */
  spend(chars: number): void {
    this.#budget -= chars
    if (this.#budget > 0 || this.#isSpent) return
    this.#isSpent = true
    setImmediate(() => this.#runTurn())
  }

  #runTurn(): void {
    const queue = this.#queue
    this.#queue = []
    this.#budget = Math.max(TURN_CHARS, this.#queuedChars * TURN_PART)
    this.#isSpent = false
    let next = 0
    while (!this.#isSpent && next < queue.length) this.#emit(queue[next++])
    if (next < queue.length) this.#queue = [...queue.slice(next), ...this.#queue]
  }

  #emit(entry: EncodedEvent | (() => void) | undefined): void {
    try {
      if (typeof entry === 'function') return entry()
      if (entry === undefined) return
      this.#queuedChars -= entry.text.length
      this.#publish(entry)
    } catch (error) {
      // One failure must not hold back the events after it.
      this.#onError(error)
    }
  }
}
