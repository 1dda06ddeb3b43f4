/**
 * Runs work while there is some, a few pieces at the same time. Each piece is taken in a later turn of the event loop
 * than the call that added it: other calls of the same turn can join it.
 */
export class Lanes {
  readonly #most: number
  readonly #holdMs: number
  readonly #next: () => Promise<void> | undefined
  #running = 0
  #added = 0

  /**
   * `next` takes the next piece of work and begins it; it never rejects. `holdMs`: how long a piece waits at most, as
   * long as every turn adds more.
   */
  constructor(most: number, holdMs: number, next: () => Promise<void> | undefined) {
    this.#most = most
    this.#holdMs = holdMs
    this.#next = next
  }

  /** Call it when work was added. */
  added(): void {
    this.#added++
    if (this.#running < this.#most) void this.#run()
  }

  async #run(): Promise<void> {
    this.#running++
    for (;;) {
      await this.#hold()
      const piece = this.#next()
      if (piece === undefined) break
      await piece
    }
    this.#running--
  }

  async #hold(): Promise<void> {
    const until = performance.now() + this.#holdMs
    for (let before = -1; before !== this.#added; ) {
      before = this.#added
      await new Promise<void>((resolve) => setImmediate(resolve))
      if (performance.now() >= until) break
    }
  }
}
