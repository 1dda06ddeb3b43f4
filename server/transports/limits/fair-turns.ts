/** How many commands of one key run at once, if they wait for turns: writes of other keys are stored between theirs. */
const AT_ONCE = 2

/**
 * A queue for callers that use much CPU. Each turn of the event loop lets one of them continue, the keys in
 * rotation. The commands of all other callers run between the turns, so they wait for one expensive command,
 * or one piece of it, at most.
 */
export class FairTurns {
  readonly #waiting = new Map<string, (() => void)[]>()
  /** How many commands of each key run, and what waits until one of them has ended. */
  readonly #running = new Map<string, { count: number; readonly after: (() => void)[] }>()

  running(key: string): number {
    return this.#running.get(key)?.count ?? 0
  }

  /** Runs a command: at once, or in a turn of its key while few others of the key run. */
  async run<T>(key: string, work: () => Promise<T>, inTurn: boolean): Promise<T> {
    const own = this.#running.get(key) ?? { count: 0, after: [] }
    this.#running.set(key, own)
    if (inTurn && own.count >= AT_ONCE)
      await new Promise<void>((resolve) => own.after.push(resolve))
    else own.count++
    try {
      if (inTurn) await this.next(key)
      return await work()
    } finally {
      const follower = own.count <= AT_ONCE ? own.after.shift() : undefined
      if (follower !== undefined) follower()
      else if (--own.count === 0) this.#running.delete(key)
    }
  }

  next(key: string): Promise<void> {
    return new Promise((resolve) => {
      const own = this.#waiting.get(key)
      if (own === undefined) this.#waiting.set(key, [resolve])
      else own.push(resolve)
      if (own === undefined && this.#waiting.size === 1) setImmediate(this.#release)
    })
  }

  readonly #release = (): void => {
    const [first] = this.#waiting
    if (first === undefined) return
    const [key, own] = first
    const resolve = own.shift()
    // A key with more waiting commands goes to the end of the queue.
    this.#waiting.delete(key)
    if (own.length > 0) this.#waiting.set(key, own)
    if (this.#waiting.size > 0) setImmediate(this.#release)
    resolve?.()
  }
}
