/** How often the event loop is measured, in ms. */
const TICK_MS = 100

/** Calls `onTick` again and again with the time, by `performance.now()`, at which the call was due. */
export function watchEventLoop(onTick: (dueAt: number) => void) {
  let dueAt = performance.now() + TICK_MS
  const timer = setInterval(() => {
    onTick(dueAt)
    dueAt = performance.now() + TICK_MS
  }, TICK_MS)
  return { stop: async (): Promise<void> => clearInterval(timer) }
}
