import { Refusal } from '../../protocol/refusals.ts'

export type Rate = { readonly perSecond: number; readonly burst: number }

/**
 * Token buckets by key (https://en.wikipedia.org/wiki/Token_bucket), over all connections and doors
 * of one user, or of one address. A bucket that is full again is forgotten.
 */
export class Flood {
  readonly #rate: Rate
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  constructor(rate: Rate) {
    this.#rate = rate
  }

  /** Refuses `flood` when there is nothing left to take. */
  take(key: string): void {
    const now = performance.now()
    const { perSecond, burst } = this.#rate
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      this.#buckets.set(key, { tokens: burst - 1, at: now })
      return
    }
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    if (tokens < 1) throw new Refusal('flood')
    bucket.tokens = tokens - 1
    bucket.at = now
  }

  sweep(): void {
    const now = performance.now()
    const { perSecond, burst } = this.#rate
    for (const [key, { tokens, at }] of this.#buckets)
      if (tokens + ((now - at) / 1000) * perSecond >= burst) this.#buckets.delete(key)
  }
}
