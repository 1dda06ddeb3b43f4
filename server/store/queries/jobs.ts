import { sql } from 'kysely'
import type { JobState } from '../../../protocol/entities.ts'
import type { JobId } from '../../../protocol/ids.ts'
import type { JobRow } from '../tables/job-table.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]
type OfJob = { id: JobId }

export const job = query((db, a: OfJob) => db.selectFrom('jobs').selectAll().where('id', '=', a.id))

/** Locks a job until the commit. */
export const lockJob = query((db, a: OfJob) =>
  db.selectFrom('jobs').select('id').where('id', '=', a.id).forUpdate(),
)

/** '' stands for every kind, and for every state. */
export const jobs = query(
  (db, a: { after: JobId | ''; kind: string; state: JobState | ''; now: number; limit: number }) =>
    db
      .selectFrom('jobs')
      .selectAll()
      .where('id', '>', a.after as JobId)
      .where(sql<boolean>`${a.kind} in ('', kind)`)
      .where(
        sql<boolean>`${a.state} in ('', case
          when due is null then 'parked'
          when owner is not null and due > ${a.now} then 'running'
          else 'waiting' end)`,
      )
      .orderBy('id')
      .limit(a.limit),
)

export const countJobs = query((db, a: { now: number }) =>
  db
    .selectFrom('jobs')
    .select((e) => [
      'kind',
      e.fn.countAll<number>().as('jobs'),
      sql<number>`sum(case when due is null then 1 else 0 end)`.as('parked'),
      sql<number>`sum(case when owner is not null and due > ${a.now} then 1 else 0 end)`.as(
        'running',
      ),
    ])
    .groupBy('kind'),
)

/** Whether a job of a kind can be taken. */
export const dueJob = query((db, a: { kind: string; now: number }) =>
  db
    .selectFrom('jobs')
    .select('kind')
    .where('kind', '=', a.kind)
    .where('due', '<=', a.now)
    .limit(1),
)

const due = (db: Db, a: { kind: string; now: number; limit: number }) =>
  db
    .selectFrom('jobs')
    .selectAll()
    .where('kind', '=', a.kind)
    .where('due', '<=', a.now)
    .orderBy('due')
    .limit(a.limit)

/** The jobs that a node can take. The built-in database has one writer, so that no lock is needed. */
export const dueJobs = query(due)

/** The same for database servers: the rows stay locked until the commit, and those that other nodes lock are left out. */
export const dueJobsSkippingLocked = query<{ kind: string; now: number; limit: number }, JobRow>(
  (db, a) => due(db, a).forUpdate().skipLocked(),
)

export const takeJob = query((db, a: OfJob & { owner: string; until: number }) =>
  db
    .updateTable('jobs')
    .set({ owner: a.owner, due: a.until, tries: sql`tries + 1` })
    .where('id', '=', a.id),
)

/** It runs, or has stored progress and waits. A parked job is not continued, but begun anew. */
const HAS_BEGUN = sql`jobs.due is not null and (jobs.owner is not null or jobs.progress is not null)`

const insert = (db: Db, a: JobRow) => db.insertInto('jobs').values({ ...columns(a, JOB) })

/**
 * Of a key that exists: a parked job begins anew, with all its tries, and one that has begun runs once more after its end.
 * MariaDB and MySQL set the columns one after the other, so `due`, on which the others depend, is the last one.
 */
export const putJob = query((db, a: JobRow) =>
  insert(db, a).onConflict((c) =>
    c.column('unique_key').doUpdateSet({
      again: sql`case when ${HAS_BEGUN} then excluded.due end`,
      tries: sql`case when jobs.due is null then 0 else jobs.tries end`,
      progress: sql`case when jobs.due is not null then jobs.progress end`,
      due: sql`coalesce(jobs.due, excluded.due)`,
    }),
  ),
)

/** The same for MariaDB and MySQL. */
export const putJobOnDuplicate = query((db, a: JobRow) =>
  insert(db, a).onDuplicateKeyUpdate({
    again: sql`case when ${HAS_BEGUN} then values(due) end`,
    tries: sql`case when jobs.due is null then 0 else jobs.tries end`,
    progress: sql`case when jobs.due is not null then jobs.progress end`,
    due: sql`coalesce(jobs.due, values(due))`,
  }),
)

export const saveJob = query((db, a: OfJob & { progress: string | null; until: number }) =>
  db
    .updateTable('jobs')
    .set({ progress: sql`coalesce(${a.progress}, progress)`, due: a.until })
    .where('id', '=', a.id),
)

/** The job has no failures behind it, and begins anew when it is due. `error`: that of its last run. */
export const beginJobAnew = query((db, a: OfJob & { due: number; error: string | null }) =>
  db
    .updateTable('jobs')
    .set({ due: a.due, owner: null, tries: 0, again: null, progress: null, last_error: a.error })
    .where('id', '=', a.id),
)

/** Without `due` the job is parked. */
export const failJob = query((db, a: OfJob & { error: string; due: number | null }) =>
  db
    .updateTable('jobs')
    .set({ due: a.due, owner: null, last_error: a.error })
    .where('id', '=', a.id),
)

export const releaseJob = query((db, a: OfJob & { due: number }) =>
  db
    .updateTable('jobs')
    .set({ due: a.due, owner: null, tries: sql`tries - 1` })
    .where('id', '=', a.id),
)

/** It keeps its progress and its last error. */
export const retryJob = query((db, a: OfJob & { due: number }) =>
  db.updateTable('jobs').set({ due: a.due, owner: null, tries: 0 }).where('id', '=', a.id),
)

export const deleteJob = query((db, a: OfJob) => db.deleteFrom('jobs').where('id', '=', a.id))

const JOB = [
  'id',
  'kind',
  'body',
  'due',
  'tries',
  'owner',
  'again',
  'unique_key',
  'progress',
  'last_error',
] as const
