/** As much as one turn of the database's work should hold. */
const MOST = 100
/** How long a database that is away is left alone. */
const AGAIN_MS = 1000

/**
 * Works things off, many at a time, one batch after the other. What is added twice while it waits is
 * worked off once, as `merge` says; a batch that fails is tried again.
 */
export function coalesce<K, V>(
  work: (batch: ReadonlyMap<K, V>) => Promise<void>,
  merge: (before: V, after: V) => V,
  onError: (error: unknown) => void,
) {
  const waiting = new Map<K, V>()
  let working: Promise<void> | undefined
  let isStopped = false

  async function workAll(): Promise<void> {
    // What is done at the moment comes first, and others may come with it.
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (waiting.size > 0 && !isStopped) {
      const batch = new Map([...waiting.entries().take(MOST)])
      for (const key of batch.keys()) waiting.delete(key)
      try {
        await work(batch)
      } catch (error) {
        onError(error)
        for (const [key, value] of batch) {
          const after = waiting.get(key)
          waiting.set(key, after === undefined ? value : merge(value, after))
        }
        if (!isStopped) await Bun.sleep(AGAIN_MS)
      }
    }
    working = undefined
  }

  return {
    add(key: K, value: V): void {
      const before = waiting.get(key)
      waiting.set(key, before === undefined ? value : merge(before, value))
      working ??= workAll()
    },
    /** Answers whether it was waiting. */
    drop: (key: K): boolean => waiting.delete(key),
    /** Finishes what was begun, and begins no more. */
    async stop(): Promise<void> {
      isStopped = true
      await working
    },
  }
}
