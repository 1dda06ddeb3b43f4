/** Time between two checks. It is short because timers stop while a device sleeps. */
const CHECK_MS = 5000
/** Checks without a frame until the connection is lost. */
const CHECKS = 8
/** At this many remaining checks the SDK sends a ping. */
const PING_AT = 3

/**
 * Calls `drop` after 40 s, unless the next frame starts the checks again: a network can lose every frame without
 * ending the connection.
 */
export function checkSilence(
  schedule: (ms: number, work: () => void) => void,
  ping: () => void,
  drop: () => void,
  checks = CHECKS,
): void {
  const from = Date.now()
  schedule(CHECK_MS, () => {
    // After a sleep of the device one check is left, because connections seldom survive that.
    const hasSlept = Date.now() - from > 2 * CHECK_MS
    const left = hasSlept ? 1 : checks - 1
    if (!left) return drop()
    if (hasSlept || left === PING_AT) ping()
    checkSilence(schedule, ping, drop, left)
  })
}
