import { Unavailable } from './database.ts'

export type NodeCount = 'the only one' | 'one of many'

/** A session of its own that holds a node's lock for as long as it lives. */
export interface LockSession {
  /** Resolves when the session has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Rejects where the session does not answer. */
  check(): Promise<void>
  end(): void
}

/** Undefined where another node holds the lock. */
type Acquire = (as: NodeCount) => Promise<LockSession | undefined>

/** How often the session is used: a server forgets one that is silent for `LOCK_IDLE_S`. */
const CHECK_MS = 5000
/** After so long without a sign of life a server gives the lock of a vanished node to others, in s. */
export const LOCK_IDLE_S = 30
/** Between two attempts to take the lock again, from and to, in ms. */
const RETRY_MS = { least: 250, most: 5000 }

/**
 * A node's lock on its database. It goes with its connection: it is then taken again, by one attempt at
 * a time, and until it is held nothing is written, as another node may have taken it meanwhile.
 */
export class NodeLock {
  readonly #acquire: Acquire
  #session: LockSession | undefined
  #taking: Promise<void> | undefined
  #isWanted = false
  #why: unknown

  constructor(acquire: Acquire) {
    this.#acquire = acquire
  }

  /** Answers false where it is not to be had. */
  async enter(as: NodeCount): Promise<boolean> {
    const session = await this.#acquire(as)
    if (session === undefined) return false
    this.#isWanted = true
    this.#hold(session, as)
    return true
  }

  /** Rejects with `Away` where the lock was lost and the attempt that is under way does not bring it back. */
  async held(): Promise<void> {
    if (!this.#isWanted || this.#session !== undefined) return
    await this.#taking
    if (this.#session === undefined) throw new Unavailable(this.#why)
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
    for (let wait = RETRY_MS.least; this.#isWanted; wait = Math.min(wait * 2, RETRY_MS.most)) {
      this.#taking = this.#take(as)
      await this.#taking
      if (this.#session !== undefined) return
      await Bun.sleep(wait)
    }
  }

  async #take(as: NodeCount): Promise<void> {
    try {
      const session = await this.#acquire(as)
      if (session === undefined) this.#why = new Error('another Parlance has taken this database')
      else if (this.#isWanted) this.#hold(session, as)
      else session.end()
    } catch (error) {
      this.#why = error
    }
  }
}
