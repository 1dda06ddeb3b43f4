/** Waits for the thing itself, not for a time: what `look` finds, as soon as it finds it. */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  // No test passes by it: a busy machine may need long.
  seconds = 30,
  // Longer where a look is work: it would take the CPU from what it waits for.
  everyMs = 5,
): Promise<NonNullable<Exclude<T, false>>> {
  const until = performance.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found) return found as NonNullable<Exclude<T, false>>
    if (performance.now() > until) throw new Error(`waited ${seconds} s in vain for: ${look}`)
    await Bun.sleep(everyMs)
  }
}
