/** How far ahead of the clock its limit is stored, in ms. After a crash the clock can be ahead by so much. */
const AHEAD_MS = 2000
/** How long before the limit a later one is stored, in ms: by then the clock of an idle disk is not stopped. */
const EARLY_MS = 1000

/**
 * The time of commits and cursors. It never goes back, not even over a restart: it stops at a limit that is on disk. A
 * cursor can be later than every event, and an event after a restart must not be earlier than it, even if the wall clock
 * was set back.
 */
export class StoredClock {
  #time: number
  #limit: number
  /** The last time at which the wall clock was not behind, with `performance.now()` of that moment. */
  #lastCorrect: { readonly at: number; readonly monotonic: number }

  constructor(lastEvent: number, limit: number) {
    this.#limit = limit
    this.#time = Math.max(lastEvent, limit)
    this.#lastCorrect = { at: this.#time, monotonic: performance.now() }
  }

  /** The time that was last read, or committed. */
  get time(): number {
    return this.#time
  }

  /** Reads the clock, which stops at the limit. */
  tick(): number {
    this.#time = Math.max(this.#time, Math.min(this.now(), this.#limit))
    return this.#time
  }

  /** The time of a commit, which also stores a later limit if one is due. */
  now(): number {
    return Math.max(this.#time, this.#wall())
  }

  /** The limit to store, if the stored one is near. */
  get due(): number | undefined {
    const now = this.now()
    return now > this.#limit - EARLY_MS ? now + AHEAD_MS : undefined
  }

  /** Whether the clock has stopped at its limit. */
  get isStopped(): boolean {
    return this.now() > this.#limit
  }

  /** Call it when a commit is on disk. `limit`: if the commit has stored one. */
  committed(at: number, limit = this.#limit): void {
    this.#limit = limit
    this.#time = Math.max(this.#time, at)
  }

  /** The wall clock. If it was set back, the clock continues at half speed until the wall clock has caught up. */
  #wall(): number {
    const [wall, monotonic] = [Date.now(), performance.now()]
    const behind = Math.floor(this.#lastCorrect.at + (monotonic - this.#lastCorrect.monotonic) / 2)
    if (wall >= behind) this.#lastCorrect = { at: wall, monotonic }
    return Math.max(wall, behind)
  }
}
