const FIRST_MS = 500
const MAX_MS = 20_000

/**
 * Milliseconds until the next connection, after this many failed ones. Full jitter, so that clients that were
 * disconnected together do not connect together.
 */
export const retryDelay = (failures: number): number =>
  Math.round(Math.random() * Math.min(MAX_MS, FIRST_MS * 2 ** failures))
