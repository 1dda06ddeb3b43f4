import type { Job } from '../../../../protocol/entities.ts'
import type { JobId } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import type { Reader } from '../../ports.ts'

/** In a transaction the job is locked. */
export async function existingJob(reader: Reader, id: JobId): Promise<Job> {
  const job = await reader.jobs.get(id)
  if (job === undefined)
    throw new Refusal('not_found', 'No job has this id: a job that is done is deleted')
  return job
}
