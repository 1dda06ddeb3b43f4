import { expect, test } from 'bun:test'
import type { Job } from '../protocol/entities.ts'
import { Client } from './support/client.ts'
import { DATABASE, freshDatabase } from './support/database.ts'
import { settled, storeJobs } from './support/jobs.ts'
import { scrape } from './support/metrics.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { query } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

const KIND = 'invitations.sweep'

if (DATABASE !== 'sqlite' && REDIS !== '') {
  test('[JOB-2] on three nodes each job is run by one', async () => {
    await using cluster = await nodes(3)
    const app = cluster.at(0).backend()
    const runs = async () => {
      let runs = 0
      for (const { management } of cluster.all)
        runs += (await scrape(management)).get(`parlance_job_seconds_count{kind="${KIND}"}`) ?? 0
      return runs
    }
    await settled(app, KIND)
    const before = await runs()
    await storeJobs(cluster.at(0), 200, { kind: KIND })
    await waitFor(async () => {
      const { jobs } = await app.ask('GET', `/jobs?kind=${KIND}&limit=2`)
      return jobs.length === 1
    })
    expect((await runs()) - before).toBe(200)
  }, 60_000)

  test('[JOB-2] a job of a killed node is taken over by another when its lease has ended', async () => {
    const database = await freshDatabase()
    const joined = { PARLANCE_DATABASE_URL: database.url, PARLANCE_REDIS_URL: REDIS }
    await using first = await ownProcess(joined)
    await first.start()
    const word = await token({ sub: 'ana', name: 'Ana' })
    const ana = new Client(first.url, word, 'ana')
    const room = await ana.room('group')
    const path = `/rooms/${room.id}/invitations`
    const { id, expiresAt } = await ana.ask('POST', path, { seconds: 1 })
    await waitFor(() => Date.now() > Date.parse(expiresAt))

    // The lock keeps the node in the middle of the job.
    const locking = await query(database.url)
    await locking.run(DATABASE === 'postgres' ? 'begin' : 'start transaction')
    await locking.rows(`select id from invitations where id = '${id}' for update`)
    const looking = await query(database.url)
    await waitFor(async () => {
      await looking.run(`update jobs set due = 1 where kind = '${KIND}' and owner is null`)
      return (
        await looking.rows(`select id from jobs where kind = '${KIND}' and owner is not null`)
      ).length
    })
    await first.kill()
    // As if 25 s of the lease of 30 s had passed.
    await looking.run(`update jobs set due = due - 25000 where kind = '${KIND}'`)
    for (const session of [locking, looking]) await session.close()

    await using second = await parlance(joined)
    const app = second.backend()
    const job = async (): Promise<Job> => (await app.ask('GET', `/jobs?kind=${KIND}`)).jobs[0]
    const left = await job()
    expect(left).toMatchObject({ state: 'running', tries: 1 })
    expect((await app.call('DELETE', `/jobs/${left.id}`)).body.code).toBe('job_running')
    const socket = await second.as(word).socket()
    const received = await waitFor(
      () => socket.events.find(({ type }) => type === 'invitation.deleted'),
      60,
      50,
    )
    expect(Date.parse(received.at)).toBeGreaterThanOrEqual(Date.parse(left.due ?? ''))
    await waitFor(async () => (await job()).state === 'waiting' && (await job()).tries === 0)
    await second.stop()
    await database.drop()
  }, 120_000)
}
