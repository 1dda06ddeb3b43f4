/**
 * The database's clock, as this node knows it: read with each transaction, and carried on in between by
 * a clock that nobody sets. It is never ahead of what the database would say, but by a drift of seconds a
 * day.
 */
export class DatabaseClock {
  #at = 0
  #readAt = 0

  /** What the database has just said. */
  read(at: number): number {
    this.#at = at
    this.#readAt = performance.now()
    return at
  }

  /** In ms of the epoch. */
  readonly now = (): number => Math.floor(this.#at + performance.now() - this.#readAt)
}
