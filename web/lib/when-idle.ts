/** Runs `task` when the page has nothing to do, at the latest after two seconds. Returns what ends the wait. */
export function whenIdle(task: () => void): () => void {
  // Safari has no requestIdleCallback.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(task, MOST_MS)
    return () => clearTimeout(timer)
  }
  const idle = requestIdleCallback(task, { timeout: MOST_MS })
  return () => cancelIdleCallback(idle)
}

const MOST_MS = 2000
