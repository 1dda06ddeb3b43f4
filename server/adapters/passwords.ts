import { availableParallelism } from 'node:os'
import { Refusal } from '../../protocol/refusals.ts'
import type { Passwords } from '../domain/ports.ts'

/** The parameters of OWASP's Password Storage Cheat Sheet: some 30 ms and 19 MiB for each password. */
const ARGON2ID = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const
/**
 * Passwords that are hashed at once: one core is left to the event loop, or sends wait for a core. And passwords that
 * wait: on two cores the last one waits for some 8 s.
 */
const RUNNING = Math.max(1, availableParallelism() - 1)
const WAITING = 250
const RETRY_S = 5

/** Hashes passwords on other threads, a few at a time, so that sends go on while many people sign in. */
export class PasswordHasher implements Passwords {
  readonly #waiting: (() => void)[] = []
  #running = 0
  /** What the password of a user who does not exist is compared with. */
  #nobody: Promise<string> | undefined

  get waiting(): number {
    return this.#waiting.length
  }

  hash(password: string): Promise<string> {
    return this.#queued(() => Bun.password.hash(password, ARGON2ID))
  }

  verify(password: string, hash: string | undefined): Promise<boolean> {
    return this.#queued(async () => {
      this.#nobody ??= Bun.password.hash(crypto.randomUUID(), ARGON2ID)
      const isRight = await Bun.password.verify(password, hash ?? (await this.#nobody))
      return isRight && hash !== undefined
    })
  }

  async #queued<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length >= WAITING)
      throw new Refusal(
        'unavailable',
        `Too many people sign in at once: try again in ${RETRY_S} seconds`,
        undefined,
        { retryAfter: RETRY_S },
      )
    if (this.#running >= RUNNING)
      await new Promise<void>((resolve) => this.#waiting.push(() => resolve()))
    else this.#running++
    try {
      return await work()
    } finally {
      // A waiting one takes over the place of this one.
      const next = this.#waiting.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }
}
