import { expect, test } from 'bun:test'
import type { Job } from '../protocol/entities.ts'
import type { JobId } from '../protocol/ids.ts'
import { seen, settled, storeJobs } from './support/jobs.ts'
import { scrape } from './support/metrics.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

test('[JOB-8] the operator lists, reads, retries and clears jobs; what a job has to do is not shown', async () => {
  await using server = await parlance()
  const app = server.backend()
  await settled(app, 'invitations.sweep')
  const unknown = { kind: 'of.another.version', body: '{"mail":"secret"}' }
  const ids = await storeJobs(server, 5, unknown)
  await seen(app, ids[0] ?? '')
  const pages: Job[] = []
  for (let after = ''; ; after = `&after=${pages.at(-1)?.id}`) {
    const { jobs } = await app.ask('GET', `/jobs?kind=${unknown.kind}&limit=2${after}`)
    if (jobs.length === 0) break
    pages.push(...jobs)
  }
  expect(pages.map(({ id }) => id)).toEqual(ids as JobId[])
  expect(JSON.stringify(pages)).not.toContain('secret')
  const [id = ''] = ids
  expect(await app.ask('GET', `/jobs/${id}`)).toEqual(pages[0] as Job)
  expect((await app.call('DELETE', `/jobs/${id}`)).status).toBe(204)
  expect((await app.call('GET', `/jobs/${id}`)).body.code).toBe('not_found')
  expect((await app.call('DELETE', `/jobs/${id}`)).body.code).toBe('not_found')
  // The kinds of a newer version are left to the nodes that know them.
  const left = await app.ask('GET', `/jobs?kind=${unknown.kind}`)
  expect(left.jobs.map(({ state, tries }: Job) => [state, tries])).toEqual(
    Array.from({ length: 4 }, () => ['waiting', 0]),
  )
})

test('[JOB-9] the metrics count jobs by kind and state, and runs and failures by kind', async () => {
  await using server = await parlance()
  await settled(server.backend(), 'tickets.sweep')
  const ran = 'parlance_job_seconds_count{kind="tickets.sweep"}'
  const failed = 'parlance_job_failures_total{kind="tickets.sweep"}'
  const before = await scrape(server.management)
  await storeJobs(server, 3)
  await storeJobs(server, 1, { body: '[]', tries: 9 })
  const parked = 'parlance_jobs{kind="tickets.sweep",state="parked"}'
  const now = await waitFor(async () => {
    const now = await scrape(server.management)
    return now.get(parked) === 1 && now.get(ran) === (before.get(ran) ?? 0) + 4 && now
  })
  expect(now.get(failed)).toBe(1)
  expect(now.get('parlance_jobs{kind="tickets.sweep",state="waiting"}')).toBe(1)
  expect(now.get('parlance_jobs{kind="tickets.sweep",state="running"}')).toBe(0)
})
