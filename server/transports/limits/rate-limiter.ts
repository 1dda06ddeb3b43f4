import * as z from 'zod'
import { Refusal } from '../../../protocol/refusals.ts'
import { FairTurns } from './fair-turns.ts'

/** `name`: the policy in the header fields `RateLimit` and `RateLimit-Policy`. */
export type Rate = {
  readonly name: 'user' | 'address' | 'room'
  readonly perSecond: number
  readonly burst: number
}

/** The share of a second's rate above which a node broadcasts what a key has spent. */
const BROADCAST_SHARE = 0.5
/** A key that has taken this many tokens lately (about 40 ms of CPU) waits for a turn before each command. */
const TURN_TOKENS = 10
/**
 * So does one that reaches this share of its burst when each command that runs counts as so many tokens: what it
 * costs is not known yet. A share, because whoever may send much more may also send more at once.
 */
const TURN_SHARE = 1 / 6
const RUNNING_TOKENS = 3
/**
 * The largest debt, in seconds of the rate. It is over the price of everything that a caller can do at once, so that
 * the price stays the limit; but no sum of costs blocks a caller for longer than about a minute.
 */
const DEBT_SECONDS = 60
const Spent = z.record(z.string(), z.number().positive())

/**
 * Token buckets by key (https://en.wikipedia.org/wiki/Token_bucket), for all connections and transports of
 * one user or one address. A full bucket is deleted. Each node broadcasts once a second which keys spent
 * much, so a client that sends requests to all nodes is limited by all of them.
 */
export class RateLimiter {
  readonly #rate: Rate
  readonly #buckets = new Map<string, { tokens: number; at: number; spent: number }>()
  /** The turns of all callers that use much. */
  readonly turns = new FairTurns()
  readonly #policy: string
  /** The number of refusals. */
  refused = 0

  constructor(rate: Rate) {
    this.#rate = rate
    const { name, perSecond, burst } = rate
    this.#policy = `"${name}";q=${Math.max(1, Math.floor(burst))};w=${Math.ceil(burst / perSecond)}`
  }

  /** The header fields of draft-ietf-httpapi-ratelimit-headers. `t`: the seconds until the bucket is full. */
  fields(key: string): Record<string, string> {
    const { name, perSecond, burst } = this.#rate
    const { tokens } = this.#bucket(key)
    const remaining = Math.max(0, Math.floor(tokens))
    const seconds = Math.ceil((burst - tokens) / perSecond)
    return { ratelimit: `"${name}";r=${remaining};t=${seconds}`, 'ratelimit-policy': this.#policy }
  }

  /** Refuses `rate_limited` if the bucket is empty. A cost over the remaining tokens becomes a debt. */
  take(key: string, cost = 1): void {
    this.require(key)
    this.charge(key, cost)
  }

  /** Refuses `rate_limited` if the bucket is empty, and takes nothing. */
  require(key: string): void {
    const { tokens } = this.#bucket(key)
    if (tokens >= 1) return
    this.refused++
    throw this.#refusal(tokens)
  }

  /** Waits for a turn, before a request is read. Undefined if it can be read at once. */
  turn(key: string): Promise<void> | undefined {
    return this.#hasUsedMuch(key) ? this.turns.next(key) : undefined
  }

  /** Runs a command: at once, or in a turn of the caller. */
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    return this.turns.run(key, work, this.#hasUsedMuch(key))
  }

  /** Charges the price of work that is already done. A cost over the remaining tokens becomes a debt. */
  charge(key: string, cost: number): void {
    const bucket = this.#bucket(key)
    bucket.tokens = Math.max(-DEBT_SECONDS * this.#rate.perSecond, bucket.tokens - cost)
    bucket.spent += cost
  }

  /** Subtracts what was spent on another node. `message` is the result of its `sweep`. */
  addRemote(message: string): void {
    const spent = Spent.safeParse(JSON.parse(message))
    // Spending on other nodes makes no debt over one burst: it is a limit, not a punishment.
    for (const [key, count] of Object.entries(spent.data ?? {})) {
      const bucket = this.#bucket(key)
      bucket.tokens = Math.max(-this.#rate.burst, bucket.tokens - count)
    }
  }

  /** Called once a second. Returns the message for the other nodes, if there is one. */
  sweep(): string | undefined {
    const now = performance.now()
    const { perSecond, burst } = this.#rate
    const spent: Record<string, number> = {}
    for (const [key, bucket] of this.#buckets) {
      if (bucket.spent > perSecond * BROADCAST_SHARE) spent[key] = bucket.spent
      bucket.spent = 0
      if (bucket.tokens + ((now - bucket.at) / 1000) * perSecond >= burst) this.#buckets.delete(key)
    }
    return Object.keys(spent).length > 0 ? JSON.stringify(spent) : undefined
  }

  /** `retryAfter`: the whole seconds until the bucket has a token. */
  #refusal(tokens: number): Refusal {
    const { name, perSecond } = this.#rate
    const retryAfter = Math.ceil((1 - tokens) / perSecond)
    const what = name === 'room' ? 'messages a second in this room' : 'commands a second'
    const detail = `Over the rate limit of ${perSecond} ${what}: try again in ${retryAfter} s`
    return new Refusal('rate_limited', detail, undefined, { retryAfter })
  }

  #hasUsedMuch(key: string): boolean {
    if (!this.#buckets.has(key)) return false
    const { burst } = this.#rate
    const taken = burst - this.#bucket(key).tokens
    const expected = taken + this.turns.running(key) * RUNNING_TOKENS
    return taken >= TURN_TOKENS || expected >= burst * TURN_SHARE
  }

  /** The bucket of a key, refilled up to now. */
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
