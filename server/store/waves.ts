/** Writes with a key in common, of which each runs after the one before, in the same transaction. */
export class Waves {
  readonly #last = new Map<string, number>()

  /** The number of the wave in which the next write runs: 0 if none before it has one of its keys. */
  next(keys: readonly string[]): number {
    const wave = Math.max(-1, ...keys.map((key) => this.#last.get(key) ?? -1)) + 1
    for (const key of keys) this.#last.set(key, wave)
    return wave
  }
}
