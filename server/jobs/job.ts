import type { JobId } from '../../protocol/ids.ts'
import { JOBS, type JobBody, type JobKind } from '../domain/job-kinds.ts'
import type {
  BackupServices,
  ErasureRecord,
  MailServices,
  Retention,
  Store,
  TakenJob,
  Tx,
} from '../domain/ports.ts'

/** What the code of jobs works with, beside the job itself. `start.ts` passes it to the runner. */
export type JobServices = {
  readonly store: Store
  readonly erasureRecord: ErasureRecord
  readonly retention: Retention
  /** Undefined if the server sends no mail: then nothing is mailed. */
  readonly mail?: MailServices | undefined
  /** Undefined if this node writes no backups. */
  readonly backups?: BackupServices | undefined
}

/** One run of a job. */
export type JobRun = JobServices & {
  readonly id: JobId
  /** The last saved progress, of this run or of an earlier one that was interrupted. */
  readonly progress: string | undefined
  /**
   * Stores how far the job has come and extends its lease: a long job calls it after each stride, within `LEASE_MS`.
   * With the `tx` of the stride, both are stored together or not at all. Without a `progress` it only extends the lease.
   * Throws if the job is to stop here: another node has it, or this one stops; the next run has the progress.
   */
  save(progress?: string, tx?: Tx): Promise<void>
  /** Aborted when the job is to stop, or its lease has ended: for calls to other servers. */
  readonly signal: AbortSignal
}

/**
 * The work of a job, for each run. **A job can run twice**, wholly or in part, and on two nodes at once: a node can be
 * killed after the work and before the job is deleted, and a node that paused loses its lease without noticing. So the
 * work must do no harm when it is repeated. If it throws, it is tried again later.
 */
export type JobCode<K extends JobKind> = (
  run: JobRun & { readonly body: JobBody<K> },
) => Promise<void>

/** Code that checks the body first, which can be of another version. */
export type CheckedCode = (run: JobRun, job: TakenJob) => Promise<void>

export const checked =
  <K extends JobKind>(kind: K, code: JobCode<K>): CheckedCode =>
  (run, { body }) =>
    // The table has the right schema for each kind, which the type of a lookup cannot express.
    code({ ...run, body: JOBS[kind].body.parse(body) as JobBody<K> })
