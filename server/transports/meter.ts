import type { RefusalCode } from '../../protocol/refusals.ts'

/** The upper bounds of the duration buckets, in seconds. One more bucket holds longer durations. */
export const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export type Timing = { readonly counts: Float64Array; sum: number }

/** Records spans of OpenTelemetry. */
export interface Tracing {
  /** Spans within `work` belong to the trace of a caller, by its header `traceparent`. */
  within<T>(traceparent: string | null, isTrusted: boolean, work: () => T): T
  span<T>(name: string, work: () => Promise<T>): Promise<T>
  /** A part of the span in which it is called; nothing where no span is. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>
  /** The headers with which another server continues the trace. */
  headers(): Record<string, string>
}

/** Counters that are updated in place, so that counting allocates nothing. */
export class Meter {
  readonly timings = new Map<string, Timing>()
  /** Transactions that store writes; several writes share one. */
  readonly commits: Timing = newTiming()
  /** Statements of the database, those that begin and end a transaction aside. */
  readonly statements: Timing = newTiming()
  /** How late the timers of this process are. */
  readonly lags: Timing = newTiming()
  readonly jobTimings = new Map<string, Timing>()
  readonly failedJobs = new Map<string, number>()
  readonly refused = new Map<RefusalCode, number>()
  /** Refusals because a quota is used up, by quota. */
  readonly quotas = new Map<string, number>()
  /** Mails, by what became of them. */
  readonly mails = new Map<'sent' | 'refused' | 'limited', number>()
  /** Calls of the app's hook, by result. */
  readonly hookCalls = new Map<string, number>()
  /** Undefined if tracing is off. */
  tracing: Tracing | undefined
  /** Events committed by this node. */
  committed = 0

  /** Runs the work in the trace of its caller, by its `traceparent`. `isTrusted`: the caller says whether it is recorded. */
  within<T>(traceparent: string | null | undefined, work: () => T, isTrusted = false): T {
    return this.tracing === undefined
      ? work()
      : this.tracing.within(traceparent ?? null, isTrusted, work)
  }

  /** `startedAt`: by `performance.now()`. */
  ran(command: string, startedAt: number): void {
    count(this.timings, command, startedAt)
  }

  /** The same for a transaction. */
  stored(startedAt: number): void {
    add(this.commits, startedAt)
  }

  /** The same for a statement. */
  readonly ranStatement = (startedAt: number): void => add(this.statements, startedAt)

  /** A timer was due at this time by `performance.now()`. */
  readonly ticked = (dueAt: number): void => add(this.lags, Math.min(dueAt, performance.now()))

  /** The same for a run of a background job. */
  readonly ranJob = (kind: string, startedAt: number, hasFailed: boolean): void => {
    count(this.jobTimings, kind, startedAt)
    const failed = this.failedJobs.get(kind) ?? 0
    this.failedJobs.set(kind, failed + (hasFailed ? 1 : 0))
  }

  mailed(result: 'sent' | 'refused' | 'limited'): void {
    this.mails.set(result, (this.mails.get(result) ?? 0) + 1)
  }

  askedHook(result: string): void {
    this.hookCalls.set(result, (this.hookCalls.get(result) ?? 0) + 1)
  }

  refuseQuota(quota: string): void {
    this.quotas.set(quota, (this.quotas.get(quota) ?? 0) + 1)
  }

  refuse(code: RefusalCode): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1)
  }
}

function count(timings: Map<string, Timing>, name: string, startedAt: number): void {
  let timing = timings.get(name)
  if (timing === undefined) {
    timing = newTiming()
    timings.set(name, timing)
  }
  add(timing, startedAt)
}

const newTiming = (): Timing => ({ counts: new Float64Array(BUCKETS.length + 1), sum: 0 })

function add(timing: Timing, startedAt: number): void {
  const seconds = (performance.now() - startedAt) / 1000
  let bucket = 0
  while (seconds > (BUCKETS[bucket] ?? Number.POSITIVE_INFINITY)) bucket++
  timing.counts[bucket] = (timing.counts[bucket] ?? 0) + 1
  timing.sum += seconds
}
