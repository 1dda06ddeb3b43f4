/**
 * An estimate of the database's clock on this node. It is read with each transaction, and continues in between by
 * the monotonic clock. It is never ahead of the database's clock, except for a drift of seconds a day.
 */
export class DatabaseClock {
  #at = 0
  #readAt = 0

  /** Stores the time that was just read from the database. */
  read(at: number): number {
    this.#at = at
    this.#readAt = performance.now()
    return at
  }

  /** In ms of the epoch. */
  readonly now = (): number => Math.floor(this.#at + performance.now() - this.#readAt)
}
