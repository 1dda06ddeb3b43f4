import { Refusal } from '../../../../protocol/refusals.ts'
import { everyMsOf, recurringKindOf } from '../../job-kinds.ts'
import type { AppUseCase } from '../use-case.ts'
import { existingJob } from './rules.ts'

/** A recurring job begins anew: it waits for its next time. */
export const clearJob: AppUseCase<'jobs.clear'> = ({ store, input }) =>
  store.write(async (tx) => {
    const job = await existingJob(tx, input.job)
    if (job.state === 'running') throw new Refusal('job_running')
    await tx.jobs.delete(job.id)
    const kind = recurringKindOf(job)
    if (kind !== undefined)
      await tx.jobs.add(kind, {}, { due: tx.now + everyMsOf(kind), uniqueKey: kind })
    return {}
  })
