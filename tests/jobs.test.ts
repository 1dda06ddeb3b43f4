import { expect, test } from 'bun:test'
import type { Job } from '../protocol/entities.ts'
import { Refusal } from '../protocol/refusals.ts'
import { type JobKind, RECURRING } from '../server/domain/job-kinds.ts'
import type { TakenJob, Tx } from '../server/domain/ports.ts'
import type { CheckedCode } from '../server/jobs/job.ts'
import { DATABASE } from './support/database.ts'
import { runners, seen, settled, storeJobs } from './support/jobs.ts'
import { API_KEY, parlance } from './support/parlance.ts'
import { freePort, ownProcess } from './support/process.ts'
import { execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

const nothing: CheckedCode = async () => undefined
const others = (code: CheckedCode) => (kind: JobKind) => (kind === 'tickets.sweep' ? code : nothing)

test('[JOB-1] a job is run if its change is stored, and never if the change is not', async () => {
  const ran: (string | undefined)[] = []
  await using at = await runners([
    others(async (_, { uniqueKey }) => {
      ran.push(uniqueKey)
    }),
  ])
  const add = (uniqueKey: string, throws: boolean) =>
    at.store.write(async (tx) => {
      await tx.jobs.add('tickets.sweep', {}, { uniqueKey })
      if (throws) throw new Refusal('forbidden')
    })
  await Promise.allSettled([add('one', false), add('refused', true), add('two', false)])
  expect((await at.jobs()).map(({ uniqueKey }) => uniqueKey)).toEqual(['one', 'two'])
  at.runner.start()
  await waitFor(() => ran.length >= 3) // with the recurring one
  expect(ran.toSorted()).toEqual(['one', 'tickets.sweep', 'two'])
  await add('three', false) // the commit wakes the node: it does not wait for the next poll
  await waitFor(() => ran.length === 4, 4)
})

test('[JOB-1] a job outlives a node that is killed', async () => {
  const management = await freePort()
  await using server = await ownProcess({
    PARLANCE_MANAGEMENT_PORT: `${management}`,
    PARLANCE_API_KEY: API_KEY,
  })
  await server.start()
  const jobs = async (): Promise<readonly Job[]> => {
    const headers = { authorization: `Bearer ${API_KEY}` }
    return (await (await fetch(`http://127.0.0.1:${management}/api/v1/jobs`, { headers })).json())
      .jobs
  }
  const before = await waitFor(async () => (await jobs()).length > 2 && jobs())
  await server.kill()
  await server.start()
  expect((await jobs()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
}, 60_000)

test('[JOB-3] a long job continues where it was when its node stopped, and is given back at once', async () => {
  const from: (string | undefined)[] = []
  const stride = Promise.withResolvers<void>()
  const strides: CheckedCode = async ({ progress, save }, { uniqueKey }) => {
    if (uniqueKey !== 'long') return
    from.push(progress)
    if (progress !== undefined) return
    await save('half')
    stride.resolve()
    for (;;) await save() // ends when the node stops
  }
  await using at = await runners(Array.from({ length: 2 }, () => others(strides)))
  const [first, second] = at.nodes
  await at.store.write((tx) => tx.jobs.add('tickets.sweep', {}, { uniqueKey: 'long' }))
  first?.runner.start()
  await stride.promise
  await first?.runner.stop()
  const given = (await at.jobs()).find(({ uniqueKey }) => uniqueKey === 'long')
  expect(given).toMatchObject({ state: 'waiting', tries: 0, progress: 'half' })
  second?.runner.start()
  await waitFor(() => from.length === 2)
  expect(from).toEqual([undefined, 'half'])
  await waitFor(async () => (await at.jobs()).every(({ uniqueKey }) => uniqueKey !== 'long'))
})

test('[JOB-2] a node that lost its lease stores nothing more for the job, neither progress nor its end', async () => {
  await using at = await runners([() => nothing])
  const take = (leaseMs: number) =>
    at.store.write((tx) => tx.jobs.take('tickets.sweep', 1, leaseMs))
  await at.store.write((tx) => tx.jobs.add('tickets.sweep', {}))
  const [slow] = await take(0)
  const [quick] = await take(60_000)
  if (!slow || !quick) throw new Error('nothing was taken')
  expect([slow.id, slow.tries, quick.tries]).toEqual([quick.id, 1, 2])
  expect(await take(60_000)).toEqual([])
  const late: ((tx: Tx) => Promise<void>)[] = [
    (tx) => tx.jobs.save(slow, 'far', 60_000),
    (tx) => tx.jobs.finish(slow, undefined),
    (tx) => tx.jobs.fail(slow, 'late', undefined),
    (tx) => tx.jobs.release(slow),
  ]
  for (const store of late)
    await expect(at.store.write(store)).rejects.toThrow('was taken by another node')
  // What was written together with it is not stored either.
  const stride = at.store.write(async (tx) => {
    await tx.jobs.add('invitations.sweep', {})
    await tx.jobs.save(slow, 'far', 60_000)
  })
  await expect(stride).rejects.toThrow('was taken by another node')
  const [job, ...added] = await at.jobs()
  expect(added).toEqual([])
  expect(job).toMatchObject({ state: 'running', tries: 2 })
  expect([job?.progress, job?.lastError]).toEqual([undefined, undefined])
  await at.store.write((tx) => tx.jobs.finish(quick, undefined))
  expect(await at.jobs()).toEqual([])
})

test('[JOB-4] a job that fails waits three times as long each time, and after the last try it is parked until it is retried', async () => {
  await using server = await parlance()
  const app = server.backend()
  await settled(app, 'tickets.sweep')
  const fails = async (tries: number) => {
    const [id = ''] = await storeJobs(server, 1, { body: '{"not":"of this kind"}', tries })
    await seen(app, id)
    return { id, tries }
  }
  const get = (id: string): Promise<Job> => app.ask('GET', `/jobs/${id}`)
  const ended = ({ id, tries }: { id: string; tries: number }) =>
    waitFor(async () => {
      const job = await get(id)
      return job.state !== 'running' && job.tries > tries && job
    })
  const [first, third, ninth, last] = await Promise.all([0, 2, 8, 9].map(fails))
  if (!first || !third || !ninth || !last) throw new Error('four jobs')
  for (const [stored, seconds] of [
    [first, 5],
    [third, 45],
    [ninth, 32_805],
  ] as const) {
    const failed = await ended(stored)
    const wait = (Date.parse(failed.due ?? '') - Date.now()) / 1000
    expect(wait).toBeGreaterThan(seconds * 0.8 - 3)
    expect(wait).toBeLessThan(seconds * 1.2 + 1)
    expect(failed).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('not') })
  }
  const { id } = last
  const parked = await ended(last)
  expect(parked.state).toBe('parked')
  expect(parked).toMatchObject({ kind: 'tickets.sweep', tries: 10 })
  expect(parked.due).toBeUndefined()
  expect((await app.ask('GET', '/jobs?state=parked')).jobs).toEqual([parked])
  expect(await app.ask('POST', `/jobs/${id}/retry`)).toMatchObject({ state: 'waiting', tries: 0 })
  await waitFor(async () => (await get(id)).tries === 1)
})

test('[JOB-4] a job that ends its node each time is parked without another try', async () => {
  await using server = await parlance()
  const [id = ''] = await storeJobs(server, 1, { tries: 10 })
  await seen(server.backend(), id)
  const parked = await waitFor(async () => {
    const job: Job = await server.backend().ask('GET', `/jobs/${id}`)
    return job.state === 'parked' && job
  })
  expect(parked.lastError).toBe('no try came to an end')
})

test('[JOB-5] of a unique key there is one job; one that is added while it runs lets it run once more', async () => {
  let runs = 0
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  await using at = await runners([
    others(async (_, { uniqueKey }) => {
      if (uniqueKey !== 'mine') return
      runs++
      begun.resolve()
      await goOn.promise
    }),
  ])
  const add = () => at.store.write((tx) => tx.jobs.add('tickets.sweep', {}, { uniqueKey: 'mine' }))
  const mine = async () => (await at.jobs()).filter(({ uniqueKey }) => uniqueKey === 'mine')
  await Promise.all([add(), add(), add()])
  expect(await mine()).toHaveLength(1)
  at.runner.start()
  await begun.promise
  await Promise.all([add(), add()])
  expect(await mine()).toMatchObject([{ state: 'running' }])
  goOn.resolve()
  await waitFor(async () => (await mine()).length === 0)
  expect(runs).toBe(2)

  // A parked job has used its tries up, and begins anew.
  await at.runner.stop()
  await add()
  const take = async () => {
    const [job] = await at.store.write((tx) => tx.jobs.take('tickets.sweep', 1, 60_000))
    if (job === undefined) throw new Error('nothing was taken')
    return job
  }
  const fail = (job: TakenJob, due?: number) =>
    at.store.write((tx) => tx.jobs.fail(job, 'broken', due))
  const save = (job: TakenJob) => at.store.write((tx) => tx.jobs.save(job, 'half', 60_000))
  for (let n = 1; n < 10; n++) await fail(await take(), 0)
  const last = await take()
  await save(last)
  await fail(last)
  expect(await mine()).toMatchObject([{ state: 'parked', tries: 10, progress: 'half' }])
  await add()
  expect(await mine()).toMatchObject([{ state: 'waiting', tries: 0, lastError: 'broken' }])
  expect((await mine())[0]?.progress).toBeUndefined()

  // One that waits to be continued runs once more after that; so does one that was added while its last try failed.
  const interrupted = await take()
  await save(interrupted)
  await fail(interrupted, 0)
  await add()
  const continued = await take()
  expect(continued.progress).toBe('half')
  await fail(continued, 0)
  const ended = await take()
  await at.store.write((tx) => tx.jobs.finish(ended, undefined))
  expect(await mine()).toMatchObject([{ state: 'waiting', tries: 0 }])
  const failing = await take()
  await add()
  await fail(failing)
  expect(await mine()).toMatchObject([{ state: 'waiting', tries: 0, lastError: 'broken' }])
})

test('[JOB-6] a recurring job exists once, waits for its next time, and is not parked when it fails', async () => {
  await using server = await parlance()
  const app = server.backend()
  for (const kind of ['tickets.sweep', 'invitations.sweep', 'messages.emptyTrash'])
    expect((await settled(app, kind)).tries).toBe(0)
  const sweep = await settled(app, 'tickets.sweep')
  const wait = Date.parse(sweep.due ?? '') - Date.now()
  expect(wait).toBeGreaterThan(590_000)
  expect(wait).toBeLessThan(600_001)
  expect((await app.ask('POST', `/jobs/${sweep.id}/retry`)).id).toBe(sweep.id)
  const again = await waitFor(async () => {
    const job = await settled(app, 'tickets.sweep')
    return job.due !== sweep.due && job
  })
  expect((await app.call('DELETE', `/jobs/${again.id}`)).status).toBe(204)
  const anew = await settled(app, 'tickets.sweep')
  expect(anew.id).not.toBe(again.id)

  const fails = `update jobs set body = '[]', due = 1, tries = 50 where id = '${anew.id}'`
  await execute(server.place.PARLANCE_DATABASE_URL, [fails], server.place.PARLANCE_DATA)
  const failed = await waitFor(async () => {
    const job: Job = await app.ask('GET', `/jobs/${anew.id}`)
    return job.tries === 51 && job.lastError !== undefined && job
  })
  expect(failed.state).toBe('waiting')
  expect(Date.parse(failed.due ?? '') - Date.now()).toBeLessThan(600_001)
  await server.stop()
  await using next = await parlance(server.place)
  expect((await settled(next.backend(), 'tickets.sweep')).id).toBe(anew.id)
})

test('[JOB-7] one job of a kind runs at once on a node, and those that wait do not delay other kinds', async () => {
  const goOn = Promise.withResolvers<void>()
  let running = 0
  let most = 0
  const ran: JobKind[] = []
  const codeOf = (kind: JobKind) => async () => {
    ran.push(kind)
    if (kind !== 'tickets.sweep') return
    most = Math.max(most, ++running)
    await goOn.promise
    running--
  }
  await using at = await runners([codeOf])
  await at.store.write(async (tx) => {
    for (let i = 0; i < 30; i++) await tx.jobs.add('tickets.sweep', {}, { due: tx.now - 1000 })
  })
  at.runner.start()
  await waitFor(() => ran.includes('messages.emptyTrash') && ran.includes('invitations.sweep'))
  expect(ran.filter((kind) => kind === 'tickets.sweep')).toHaveLength(1)
  goOn.resolve()
  await waitFor(
    async () =>
      (await at.jobs()).length === RECURRING.length &&
      running === 0 &&
      ran.length >= 30 + RECURRING.length,
  )
  expect([most, ran.filter((kind) => kind === 'tickets.sweep').length]).toEqual([1, 31])
})

if (DATABASE !== 'sqlite')
  test('[JOB-2] on several nodes that take jobs at once, each job is run by one of them', async () => {
    const ran = new Map<string, number>()
    const count: CheckedCode = async (_, { id, uniqueKey }) => {
      if (uniqueKey === undefined) ran.set(id, (ran.get(id) ?? 0) + 1)
    }
    await using at = await runners(Array.from({ length: 3 }, () => others(count)))
    await at.store.write(async (tx) => {
      for (let i = 0; i < 300; i++) await tx.jobs.add('tickets.sweep', {})
    })
    for (const { runner } of at.nodes) runner.start()
    await waitFor(async () => (await at.jobs()).length === RECURRING.length)
    expect(ran.size).toBe(300)
    expect([...ran.values()].every((times) => times === 1)).toBe(true)
    expect(at.errors).toEqual([])
  }, 60_000)
