import { Unavailable } from './database.ts'

export type NodeCount = 'the only one' | 'one of many'

/** A database session that holds a node's lock until it ends. */
export interface LockSession {
  /** Resolves when the session has ended, for any reason. */
  readonly ended: Promise<void>
  /** Rejects if the session does not answer. */
  check(): Promise<void>
  end(): void
}

/** Takes the lock. Returns undefined if another node holds it. */
type Acquire = (as: NodeCount) => Promise<LockSession | undefined>

/** How often the session is used, in ms: the server ends a session that is idle for `LOCK_IDLE_S`. */
const CHECK_MS = 5000
/** After this idle time, in s, the server ends the session of a vanished node and so frees its lock. */
export const LOCK_IDLE_S = 30
/** The shortest and the longest wait between two attempts to take the lock again, in ms. */
const RETRY_MS = { min: 250, max: 5000 }

/**
 * A node's lock on its database. If its connection ends, the lock is lost and taken again, by one attempt at a
 * time. Until then nothing is written, because another node may have taken the lock.
 */
export class NodeLock {
  readonly #acquire: Acquire
  #session: LockSession | undefined
  #attempt: Promise<void> | undefined
  #isWanted = false
  #lastError: unknown

  constructor(acquire: Acquire) {
    this.#acquire = acquire
  }

  /** Returns false if another node holds the lock. */
  async enter(as: NodeCount): Promise<boolean> {
    const session = await this.#acquire(as)
    if (session === undefined) return false
    this.#isWanted = true
    this.#hold(session, as)
    return true
  }

  /** Rejects with `Unavailable` if the lock is lost, and the running attempt does not take it again. */
  async held(): Promise<void> {
    if (!this.#isWanted || this.#session !== undefined) return
    await this.#attempt
    if (this.#session === undefined) throw new Unavailable(this.#lastError)
  }

  close(): void {
    this.#isWanted = false
    this.#session?.end()
  }

  #hold(session: LockSession, as: NodeCount): void {
    this.#session = session
    const timer = setInterval(() => session.check().catch(() => session.end()), CHECK_MS)
    void session.ended.then(() => {
      clearInterval(timer)
      this.#session = undefined
      void this.#takeAgain(as)
    })
  }

  async #takeAgain(as: NodeCount): Promise<void> {
    for (let wait = RETRY_MS.min; this.#isWanted; wait = Math.min(wait * 2, RETRY_MS.max)) {
      this.#attempt = this.#take(as)
      await this.#attempt
      if (this.#session !== undefined) return
      await Bun.sleep(wait)
    }
  }

  async #take(as: NodeCount): Promise<void> {
    try {
      const session = await this.#acquire(as)
      if (session === undefined)
        this.#lastError = new Error('another Parlance has locked this database')
      else if (this.#isWanted) this.#hold(session, as)
      else session.end()
    } catch (error) {
      this.#lastError = error
    }
  }
}
