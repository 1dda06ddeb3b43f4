import type { RefusalCode } from '../../protocol/refusals.ts'

/** Up to how many seconds a command took, in each bucket; the last takes the rest. */
export const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export type Timing = { readonly counts: Float64Array; sum: number }

/** What is counted where it happens: numbers that rise, and nothing that is made anew each time. */
export class Meter {
  readonly timings = new Map<string, Timing>()
  readonly refused = new Map<RefusalCode, number>()
  /** Events that were committed here. */
  committed = 0

  /** `began`: by `performance.now()`. */
  ran(command: string, began: number): void {
    const seconds = (performance.now() - began) / 1000
    let timing = this.timings.get(command)
    if (timing === undefined) {
      timing = { counts: new Float64Array(BUCKETS.length + 1), sum: 0 }
      this.timings.set(command, timing)
    }
    let bucket = 0
    while (seconds > (BUCKETS[bucket] ?? Number.POSITIVE_INFINITY)) bucket++
    timing.counts[bucket] = (timing.counts[bucket] ?? 0) + 1
    timing.sum += seconds
  }

  refuse(code: RefusalCode): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1)
  }
}
