import type { RefusalCode } from '../../protocol/refusals.ts'

/** The upper bounds of the duration buckets, in seconds. One more bucket holds longer durations. */
export const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export type Timing = { readonly counts: Float64Array; sum: number }

/** Counters that are updated in place, so that counting allocates nothing. */
export class Meter {
  readonly timings = new Map<string, Timing>()
  readonly refused = new Map<RefusalCode, number>()
  /** Refusals because a quota is used up, by quota. */
  readonly quotas = new Map<string, number>()
  /** Events committed by this node. */
  committed = 0

  /** `startedAt`: by `performance.now()`. */
  ran(command: string, startedAt: number): void {
    const seconds = (performance.now() - startedAt) / 1000
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

  refuseQuota(quota: string): void {
    this.quotas.set(quota, (this.quotas.get(quota) ?? 0) + 1)
  }

  refuse(code: RefusalCode): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1)
  }
}
