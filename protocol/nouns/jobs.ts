import * as z from 'zod'
import { JobId } from '../ids.ts'
import { op } from '../op.ts'
import { count, Limit, nothing, Time } from './shared.ts'

export const JobState = z.enum(['waiting', 'running', 'parked']).meta({ id: 'JobState' })

export type JobState = z.infer<typeof JobState>

export const Job = z
  .object({
    id: JobId,
    kind: z.string(),
    state: JobState,
    due: Time.optional(),
    tries: count,
    uniqueKey: z.string().optional(),
    progress: z.string().optional(),
    lastError: z.string().optional(),
    createdAt: Time,
  })
  .meta({
    id: 'Job',
    description:
      'A background job, without its content, which can be secret. `due`: from when it can run; while it runs, until when its node has it. A parked job has failed too often, and runs again only after `jobs.retry`. `tries`: how often it began since it last succeeded. `progress`: how far it has come, in a form of its kind.',
  })

export type Job = Readonly<z.infer<typeof Job>>

const ofJob = z.strictObject({ job: JobId })

export const JOB_APP_COMMANDS = {
  'jobs.list': op({
    method: 'GET',
    path: '/jobs',
    asker: 'app',
    scope: 'jobs',
    summary: 'List the background jobs, the oldest first; the next page is `after` the last id',
    input: z.strictObject({
      kind: z.string().min(1).max(64).optional(),
      state: JobState.optional(),
      after: JobId.optional(),
      limit: Limit,
    }),
    output: z.object({ jobs: z.array(Job) }),
    status: 200,
  }),
  'jobs.get': op({
    method: 'GET',
    path: '/jobs/:job',
    asker: 'app',
    scope: 'jobs',
    summary: 'Get a background job',
    input: ofJob,
    output: Job,
    status: 200,
  }),
  'jobs.retry': op({
    method: 'POST',
    path: '/jobs/:job/retry',
    asker: 'app',
    scope: 'jobs',
    summary:
      'Run a job now that is parked or waits, with all its tries; a running one is left as it is',
    input: ofJob,
    output: Job,
    status: 200,
  }),
  'jobs.clear': op({
    method: 'DELETE',
    path: '/jobs/:job',
    asker: 'app',
    scope: 'jobs',
    summary: 'Delete a job that is parked or waits, so that its work is never done',
    once: true,
    input: ofJob,
    output: nothing,
    status: 204,
  }),
} as const
