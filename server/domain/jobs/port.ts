import type { Job } from '../../../protocol/entities.ts'
import type { JobId } from '../../../protocol/ids.ts'
import type { AppInput } from '../../../protocol/management.ts'
import type { JobBody, JobKind } from '../job-kinds.ts'

export interface JobsRead {
  get(id: JobId): Promise<Job | undefined>
  list(page: AppInput<'jobs.list'>): Promise<readonly Job[]>
  /** Those of the kinds of which a job can be taken now. */
  due<K extends JobKind>(kinds: readonly K[]): Promise<readonly K[]>
  count(): Promise<readonly JobCount[]>
}

export interface JobsWrite extends JobsRead {
  /**
   * Adds a job, which some node runs after the commit. `due`: not before this time, in ms of the epoch. `uniqueKey`: if
   * a job with this key waits, nothing is added; a parked one begins anew; one that has begun runs once more at its end.
   */
  add<K extends JobKind>(kind: K, body: JobBody<K>, options?: JobOptions): Promise<void>
  /** Takes jobs that are due, at most `limit` of a kind, for `leaseMs`. No other node has them meanwhile. */
  take(kind: JobKind, limit: number, leaseMs: number): Promise<readonly TakenJob[]>
  /** Stores how far a job has come, if it says so, and extends its lease. Throws `LeaseLost` if another node has it. */
  save(job: TakenJob, progress: string | undefined, leaseMs: number): Promise<void>
  /** Deletes a job that is done, or lets it wait for `againAt`. Throws `LeaseLost`. */
  finish(job: TakenJob, againAt: number | undefined): Promise<void>
  /** Lets a job that failed wait until `due`, or parks it, unless it was added again meanwhile. Throws `LeaseLost`. */
  fail(job: TakenJob, error: string, due: number | undefined): Promise<void>
  /** Gives a job back that was interrupted, as if it had not been taken. Throws `LeaseLost`. */
  release(job: TakenJob): Promise<void>
  /** Makes a job due now that does not run, and forgets its failures. */
  retry(id: JobId): Promise<void>
  delete(id: JobId): Promise<void>
}

export type JobOptions = { readonly due?: number; readonly uniqueKey?: string }

/** `owner`: of this lease alone. It changes when the job is taken again, by any node. */
export type TakenJob = {
  readonly id: JobId
  readonly kind: string
  readonly owner: string
  readonly body: unknown
  /** How often the job was taken since it last succeeded, this time included. */
  readonly tries: number
  readonly uniqueKey: string | undefined
  readonly progress: string | undefined
}

export type JobCount = Pick<Job, 'kind' | 'state'> & { readonly count: number }

/** The lease of a job has ended, and another node has taken the job, or it was deleted. */
export class LeaseLost extends Error {
  constructor(id: JobId) {
    super(`job ${id} was taken by another node, because its lease had ended`)
  }
}
