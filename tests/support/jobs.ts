import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Job } from '../../protocol/entities.ts'
import { newId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { ErasureFile } from '../../server/adapters/erasure-file.ts'
import { everyMsOf, JOB_KINDS, type JobKind } from '../../server/domain/job-kinds.ts'
import type { CheckedCode } from '../../server/jobs/job.ts'
import { JobRunner } from '../../server/jobs/runner.ts'
import { openDatabase } from '../../server/store/engine/open.ts'
import { SqlStore } from '../../server/store/store.ts'
import type { Client } from './client.ts'
import { freshDatabase } from './database.ts'
import type { Parlance } from './parlance.ts'
import { execute } from './sql.ts'
import { waitFor } from './wait.ts'

type Code = (kind: JobKind) => CheckedCode

/** A store with the runner of each node, which runs the given code, on one database. */
export async function runners(codes: readonly Code[]) {
  const data = mkdtempSync(join(tmpdir(), 'parlance-jobs-'))
  const { url, drop } = await freshDatabase()
  const errors: unknown[] = []
  const nodes: { store: SqlStore; runner: JobRunner }[] = []
  for (const codeOf of codes) {
    const onError = (error: unknown) => void errors.push(error)
    const store: SqlStore = new SqlStore(await openDatabase({ databaseUrl: url, data }), {
      cursorSecret: 'x'.repeat(32),
      onCommit: () => undefined,
      onJobs: () => runner.wake(),
      onError,
    })
    const runner: JobRunner = new JobRunner({
      services: {
        store,
        erasureRecord: new ErasureFile(data),
        retention: {
          replayMs: LIMITS.resumeMs,
          guestMs: 0,
          quickRoomMs: 0,
          messageSeconds: undefined,
        },
      },
      codeOf,
      kinds: JOB_KINDS,
      everyMs: everyMsOf,
      onRun: () => undefined,
      onError,
    })
    nodes.push({ store, runner })
  }
  const [{ store, runner }] = nodes as [(typeof nodes)[number]]
  return {
    nodes,
    store,
    runner,
    errors,
    jobs: () => store.read((reader) => reader.jobs.list({ limit: 100 })),
    [Symbol.asyncDispose]: async () => {
      for (const { runner } of nodes) await runner.stop()
      for (const { store } of nodes) await store.close()
      await drop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Stores jobs that are due, beside the server. The server finds them when it looks. */
export async function storeJobs(
  { place }: Pick<Parlance, 'place'>,
  count: number,
  { kind = 'tickets.sweep', body = '{}', tries = 0 } = {},
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId<string>('job', Date.now()))
  const rows = ids.map((id) => `('${id}', '${kind}', '${body}', 1, ${tries})`)
  const insert = `insert into jobs (id, kind, body, due, tries) values ${rows}`
  await execute(place.PARLANCE_DATABASE_URL, [insert], place.PARLANCE_DATA)
  return ids
}

/** Waits until the server sees a stored job: it reads what another program has written when its own commits are on disk. */
export const seen = (app: Client, id: string) =>
  waitFor(async () => (await app.call('GET', `/jobs/${id}`)).status === 200)

/** The recurring job of a kind, as soon as it waits for its next time. */
export const settled = (app: Client, kind: string) =>
  waitFor(async () => {
    const { jobs } = await app.ask('GET', `/jobs?kind=${kind}&state=waiting`)
    const found: Job | undefined = jobs.find(({ uniqueKey }: Job) => uniqueKey === kind)
    return found?.due !== undefined && Date.parse(found.due) > Date.now() && found
  })

/** Waits until recurring jobs have run for the first time: that run could come between two steps of a test. */
export async function firstRuns(server: Parlance, ...kinds: readonly string[]): Promise<void> {
  for (const kind of kinds) await settled(server.backend(), kind)
}

/** Runs a recurring job now, without waiting for its next time. */
export async function runNow(server: Parlance, kind: string): Promise<void> {
  const app = server.backend()
  await app.ask('POST', `/jobs/${(await settled(app, kind)).id}/retry`)
}
