import * as z from 'zod'
import { Refusal } from '../../../protocol/refusals.ts'
import { FairTurns } from './fair-turns.ts'

export type Rate = { readonly perSecond: number; readonly burst: number }

/** The part of a second's rate from which on the other nodes are told. */
const BROADCAST_SHARE = 0.5
/** A caller who has taken so many tokens lately, some 40 ms of CPU, waits for a turn before each command. */
const MUCH = 10
const Spent = z.record(z.string(), z.number().positive())

/**
 * Token buckets by key (https://en.wikipedia.org/wiki/Token_bucket), over all connections and transports
 * of one user, or of one address. A bucket that is full again is forgotten. Among several nodes each
 * tells the others, once a second, who spent much: who knocks at all of them is slowed by all.
 */
export class RateLimiter {
  readonly #rate: Rate
  readonly #buckets = new Map<string, { tokens: number; at: number; spent: number }>()
  readonly #turns = new FairTurns()
  /** How often something was refused. */
  refused = 0

  constructor(rate: Rate) {
    this.#rate = rate
  }

  /** Refuses `rate_limited` when there is nothing left to take. What costs more than is left is owed. */
  take(key: string, cost = 1): void {
    const { tokens } = this.#bucket(key)
    if (tokens < 1) {
      this.refused++
      throw this.#refusal(tokens)
    }
    this.charge(key, cost)
  }

  /** Before a command. Undefined where the caller may go on at once. */
  turn(key: string): Promise<void> | undefined {
    const bucket = this.#buckets.get(key)
    if (bucket === undefined || this.#rate.burst - this.#bucket(key).tokens < MUCH) return undefined
    return this.#turns.next(key)
  }

  /** The price of what is done already: it is owed where there is less left. */
  charge(key: string, cost: number): void {
    const bucket = this.#bucket(key)
    bucket.tokens -= cost
    bucket.spent += cost
  }

  /** What was spent on another node. */
  addRemote(word: string): void {
    const spent = Spent.safeParse(JSON.parse(word))
    // No deeper in debt than a burst: it is a limit, not a punishment.
    for (const [key, count] of Object.entries(spent.data ?? {})) {
      const bucket = this.#bucket(key)
      bucket.tokens = Math.max(-this.#rate.burst, bucket.tokens - count)
    }
  }

  /** Once a second: what others should know of, if anything. */
  sweep(): string | undefined {
    const now = performance.now()
    const { perSecond, burst } = this.#rate
    const much: Record<string, number> = {}
    for (const [key, bucket] of this.#buckets) {
      if (bucket.spent > perSecond * BROADCAST_SHARE) much[key] = bucket.spent
      bucket.spent = 0
      if (bucket.tokens + ((now - bucket.at) / 1000) * perSecond >= burst) this.#buckets.delete(key)
    }
    return Object.keys(much).length > 0 ? JSON.stringify(much) : undefined
  }

  /** When there is one again to take, in whole seconds. */
  #refusal(tokens: number): Refusal {
    const { perSecond } = this.#rate
    const retryAfter = Math.ceil((1 - tokens) / perSecond)
    const detail = `Over the rate limit of ${perSecond} commands a second: try again in ${retryAfter} s`
    return new Refusal('rate_limited', detail, undefined, { retryAfter })
  }

  /** As it stands now. */
  #bucket(key: string) {
    const now = performance.now()
    const { perSecond, burst } = this.#rate
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      bucket = { tokens: burst, at: now, spent: 0 }
      this.#buckets.set(key, bucket)
    }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    bucket.at = now
    return bucket
  }
}
