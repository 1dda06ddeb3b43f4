import type { Log } from '../../protocol/ids.ts'

/** With fewer subscribers on this node a fan-out costs less than a fifth of a millisecond: nothing waits for another one. */
const MIN_SUBSCRIBERS = 20
/** What a write to a subscriber costs, in ms. */
const WRITE_MS = 0.009
/** Events wait as long as so many fan-outs take, so these never take a whole core. */
const FANOUTS = 2
/** How long events wait, in ms. */
const WAIT_MS = { min: 5, max: 100 }
/** A log is busy while at least this share of its recent windows had more than one arrival. */
const BUSY_SHARE = 0.5
/** The weight of the newest window in that share. */
const WEIGHT = 0.25
/** After this time without an event a log is forgotten, in ms. */
const FORGET_MS = 1000

/** A window begins with an arrival and lasts `waitMs`. */
type Windows = {
  startedAt: number
  waitMs: number
  arrivals: number
  /** The share of the earlier windows that had more than one arrival; the recent ones count more. */
  share: number
  /** The turn of the event loop in which the last event arrived. */
  turn: number
}

/**
 * Finds the logs whose events are worth waiting for: they arrive a few milliseconds apart, because they are committed
 * one after another, or on different nodes. Events of one turn of the event loop share their writes anyway.
 */
export class BusyLogs {
  readonly #subscriberCount: (log: Log) => number
  readonly #windows = new Map<Log, Windows>()
  #turn = 0
  #isTurnCounted = false

  constructor(subscriberCount: (log: Log) => number) {
    this.#subscriberCount = subscriberCount
  }

  /** Notes that an event has arrived. Returns for how long more events of its log are worth waiting for, in ms. */
  arrived(log: Log): number {
    this.#countTurn()
    const known = this.#windows.get(log)
    if (known?.turn === this.#turn) return waitOf(known)
    const now = performance.now()
    if (known !== undefined && now - known.startedAt <= known.waitMs) {
      known.turn = this.#turn
      known.arrivals++
      return waitOf(known)
    }
    const subscribers = this.#subscriberCount(log)
    if (subscribers < MIN_SUBSCRIBERS) return 0
    const waitMs = Math.min(Math.max(subscribers * WRITE_MS * FANOUTS, WAIT_MS.min), WAIT_MS.max)
    const begun = { startedAt: now, waitMs, arrivals: 1, share: shareOf(known), turn: this.#turn }
    this.#windows.set(log, begun)
    return waitOf(begun)
  }

  sweep(now: number): void {
    for (const [log, { startedAt }] of this.#windows)
      if (now - startedAt > FORGET_MS) this.#windows.delete(log)
  }

  #countTurn(): void {
    if (this.#isTurnCounted) return
    this.#isTurnCounted = true
    this.#turn++
    setImmediate(() => {
      this.#isTurnCounted = false
    })
  }
}

const waitOf = ({ share, waitMs }: Windows): number => (share < BUSY_SHARE ? 0 : waitMs)

function shareOf(ended: Windows | undefined): number {
  if (ended === undefined) return 0
  return ended.share + WEIGHT * (Number(ended.arrivals > 1) - ended.share)
}
