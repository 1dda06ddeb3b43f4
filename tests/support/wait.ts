/** Waits for the thing itself, not for a time: what `look` finds, as soon as it finds it. */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  // No test passes by it: a busy machine may need long.
  seconds = 30,
): Promise<NonNullable<Exclude<T, false>>> {
  const began = performance.now()
  for (;;) {
    const found = await look()
    if (found) return found as NonNullable<Exclude<T, false>>
    const waited = performance.now() - began
    if (waited > seconds * 1000) throw new Error(`waited ${seconds} s in vain for: ${look}`)
    // A look may be a request, or go through all processes: a long wait must not take the CPU from what it waits for.
    await Bun.sleep(Math.min(Math.max(5, waited / 20), 100))
  }
}
