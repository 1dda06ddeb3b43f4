/** How often it is looked: a wait that takes longer is looked at less often, because each look takes time from what it waits for. */
const SHARE = 0.05
const LEAST_MS = 5
const MOST_MS = 100

/** Waits for the thing itself, not for a time: what `look` finds, as soon as it finds it. */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  // No test passes by it: a busy machine may need long.
  seconds = 30,
  // Set where a look is work.
  everyMs?: number,
): Promise<NonNullable<Exclude<T, false>>> {
  const begun = performance.now()
  const until = begun + seconds * 1000
  for (;;) {
    const found = await look()
    if (found) return found as NonNullable<Exclude<T, false>>
    const now = performance.now()
    if (now > until) throw new Error(`waited ${seconds} s in vain for: ${look}`)
    await Bun.sleep(everyMs ?? Math.min(MOST_MS, Math.max(LEAST_MS, (now - begun) * SHARE)))
  }
}

/** Rejects when `done` takes longer. */
export async function within<T>(seconds: number, done: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<T>()
  const timer = setTimeout(() => reject(new Error(`not within ${seconds} s`)), seconds * 1000)
  return Promise.race([done, promise]).finally(() => clearTimeout(timer))
}
