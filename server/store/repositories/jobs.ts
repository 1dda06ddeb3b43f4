import type { Job, JobState } from '../../../protocol/entities.ts'
import { type JobId, newId, timeOf } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'
import {
  type JobBody,
  type JobCount,
  type JobKind,
  type JobOptions,
  type JobsRead,
  type JobsWrite,
  LeaseLost,
  type TakenJob,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { JobRow } from '../tables/job-table.ts'
import { time } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

/** The most characters of an error that are stored. */
const ERROR = 1000

const stateOf = ({ due, owner }: JobRow, now: number): JobState => {
  if (due === null) return 'parked'
  return owner !== null && due > now ? 'running' : 'waiting'
}

const toJob = (row: JobRow, now: number): Whole<Job> => ({
  id: row.id,
  kind: row.kind,
  state: stateOf(row, now),
  due: row.due === null ? undefined : time(row.due),
  tries: row.tries,
  uniqueKey: row.unique_key ?? undefined,
  progress: row.progress ?? undefined,
  lastError: row.last_error ?? undefined,
  createdAt: time(timeOf(row.id)),
})

export class JobsReader implements JobsRead {
  constructor(
    protected readonly run: Run,
    protected readonly now: number,
  ) {}

  async get(id: JobId): Promise<Job | undefined> {
    const row = await this.run.first(queries.job, { id })
    return row && toJob(row, this.now)
  }

  async list({ kind, state, after, limit }: Parameters<JobsRead['list']>[0]) {
    const { now } = this
    const filter = { kind: kind ?? '', state: state ?? '', after: after ?? '' } as const
    const rows = await this.run.all(queries.jobs, { ...filter, now, limit })
    return rows.map((row) => toJob(row, now))
  }

  async due<K extends JobKind>(kinds: readonly K[]): Promise<readonly K[]> {
    const args = kinds.map((kind) => ({ kind, now: this.now }))
    const found = await this.run.many(queries.dueJob, args)
    return kinds.filter((_, i) => found[i] !== undefined)
  }

  async count(): Promise<readonly JobCount[]> {
    const rows = await this.run.all(queries.countJobs, { now: this.now })
    return rows.flatMap(({ kind, ...row }) => {
      const [all, parked, running] = [row.jobs, row.parked, row.running].map(Number) as [
        number,
        number,
        number,
      ]
      return [
        { kind, state: 'waiting', count: all - parked - running },
        { kind, state: 'running', count: running },
        { kind, state: 'parked', count: parked },
      ] as const
    })
  }
}

/** Jobs concern the operator only, so no event is recorded. */
export class JobsWriter extends JobsReader implements JobsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run, recorder.at)
  }

  override async get(id: JobId): Promise<Job | undefined> {
    await this.run.first(queries.lockJob, { id })
    return super.get(id)
  }

  async add<K extends JobKind>(
    kind: K,
    body: JobBody<K>,
    { due = this.now, uniqueKey }: JobOptions = {},
  ): Promise<void> {
    this.recorder.hasAddedJobs = true
    await this.recorder.write(queries.putJob, {
      id: newId<JobId>('job', this.now),
      kind,
      body: JSON.stringify(body),
      due,
      tries: 0,
      owner: null,
      again: null,
      unique_key: uniqueKey ?? null,
      progress: null,
      last_error: null,
    })
  }

  async take(kind: JobKind, limit: number, leaseMs: number): Promise<readonly TakenJob[]> {
    const rows = await this.run.all(queries.dueJobs, { kind, now: this.now, limit })
    const taken: TakenJob[] = []
    for (const row of rows) {
      const owner = crypto.randomUUID()
      await this.recorder.write(queries.takeJob, { id: row.id, owner, until: this.now + leaseMs })
      taken.push({
        id: row.id,
        kind,
        owner,
        body: JSON.parse(row.body),
        tries: row.tries + 1,
        uniqueKey: row.unique_key ?? undefined,
        progress: row.progress ?? undefined,
      })
    }
    return taken
  }

  async save(job: TakenJob, progress: string | undefined, leaseMs: number): Promise<void> {
    const { id } = await this.#held(job)
    await this.recorder.write(queries.saveJob, {
      id,
      progress: progress ?? null,
      until: this.now + leaseMs,
    })
  }

  async finish(job: TakenJob, againAt: number | undefined): Promise<void> {
    const { id, again } = await this.#held(job)
    const due = again ?? againAt
    if (due === undefined) await this.delete(id)
    else await this.recorder.write(queries.beginJobAnew, { id, due, error: null })
  }

  async fail(job: TakenJob, text: string, due: number | undefined): Promise<void> {
    const { id, again } = await this.#held(job)
    const error = text.slice(0, ERROR)
    // It was added while it failed for the last time: it is not parked.
    if (due === undefined && again !== null)
      await this.recorder.write(queries.beginJobAnew, { id, due: again, error })
    else await this.recorder.write(queries.failJob, { id, error, due: due ?? null })
  }

  async release(job: TakenJob): Promise<void> {
    const { id } = await this.#held(job)
    await this.recorder.write(queries.releaseJob, { id, due: this.now })
  }

  async retry(id: JobId): Promise<void> {
    this.recorder.hasAddedJobs = true
    await this.recorder.write(queries.retryJob, { id, due: this.now })
  }

  async delete(id: JobId): Promise<void> {
    await this.recorder.write(queries.deleteJob, { id })
  }

  /** The row of a job whose lease this is. The lease may have ended, as long as nobody else took the job. */
  async #held({ id, owner }: TakenJob): Promise<JobRow> {
    await this.run.first(queries.lockJob, { id })
    const row = await this.run.first(queries.job, { id })
    if (row?.owner !== owner) throw new LeaseLost(id)
    return row
  }
}
