/**
 * A queue for callers that use much CPU. Each turn of the event loop lets one of them continue, the keys in
 * rotation. The commands of all other callers run between the turns, so they wait for one expensive command,
 * or one piece of it, at most.
 */
export class FairTurns {
  readonly #waiting = new Map<string, (() => void)[]>()

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
