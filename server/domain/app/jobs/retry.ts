import type { AppUseCase } from '../use-case.ts'
import { existingJob } from './rules.ts'

export const retryJob: AppUseCase<'jobs.retry'> = ({ store, input }) =>
  store.write(async (tx) => {
    const job = await existingJob(tx, input.job)
    if (job.state === 'running') return job
    await tx.jobs.retry(job.id)
    return existingJob(tx, job.id)
  })
