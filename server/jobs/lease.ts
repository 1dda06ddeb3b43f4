import type { Store, TakenJob, Tx } from '../domain/ports.ts'
import type { JobRun, JobServices } from './job.ts'

/** How long a node has a job, in ms, unless it extends the lease. Another node takes over the jobs of a dead one then. */
export const LEASE_MS = 30_000

/** The job stops after a stride, because the node stops. */
export class Interrupted extends Error {
  constructor() {
    super('the node stops')
  }
}

/** A node's lease of one job: what the job's code needs of it, and `end`, when the run is over. */
export function openLease(store: Store, job: TakenJob, stopping: AbortSignal) {
  const expiry = new AbortController()
  let timer = startTimer()

  function startTimer(): Timer {
    return setTimeout(() => expiry.abort(new Error('the lease of the job has ended')), LEASE_MS)
  }

  async function save(progress?: string, tx?: Tx): Promise<void> {
    const extend = (tx: Tx) => tx.jobs.save(job, progress, LEASE_MS)
    await (tx === undefined ? store.writeUnannounced(extend) : extend(tx))
    clearTimeout(timer)
    timer = startTimer()
    // Within a transaction the stride is not stored yet: the next call stops the job.
    if (stopping.aborted && tx === undefined) throw new Interrupted()
  }

  const run: Omit<JobRun, keyof JobServices> = {
    id: job.id,
    progress: job.progress,
    save,
    signal: AbortSignal.any([stopping, expiry.signal]),
  }
  return { run, end: () => clearTimeout(timer) }
}
