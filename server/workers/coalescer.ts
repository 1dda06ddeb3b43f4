/** The most entries of a batch, so that it holds the database for a short time only. */
const BATCH = 100
/** The pause before the next attempt when the database is unavailable. */
const RETRY_MS = 1000

/**
 * Processes entries in batches, one batch after the other. An entry whose key is already waiting is merged
 * into the waiting one; a batch that fails is processed again.
 */
export function coalescer<K, V>(
  processBatch: (batch: ReadonlyMap<K, V>) => Promise<void>,
  merge: (before: V, after: V) => V,
  onError: (error: unknown) => void,
) {
  const waiting = new Map<K, V>()
  let running: Promise<void> | undefined
  let isStopped = false

  async function run(): Promise<void> {
    // Other entries of this turn of the event loop then share the first batch.
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (waiting.size > 0 && !isStopped) {
      const batch = new Map([...waiting.entries().take(BATCH)])
      for (const key of batch.keys()) waiting.delete(key)
      try {
        await processBatch(batch)
      } catch (error) {
        onError(error)
        for (const [key, value] of batch) {
          const after = waiting.get(key)
          waiting.set(key, after === undefined ? value : merge(value, after))
        }
        if (!isStopped) await Bun.sleep(RETRY_MS)
      }
    }
    running = undefined
  }

  return {
    add(key: K, value: V): void {
      const before = waiting.get(key)
      waiting.set(key, before === undefined ? value : merge(before, value))
      running ??= run()
    },
    /** Removes a waiting entry. Returns whether there was one. */
    drop: (key: K): boolean => waiting.delete(key),
    /** Finishes the current batch. Entries that still wait are dropped. */
    async stop(): Promise<void> {
      isStopped = true
      await running
    },
  }
}
