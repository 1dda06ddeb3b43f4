import { expect, test } from 'bun:test'
import { scrape } from './support/metrics.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

test('[MET-1] connections, commands, events, queues, latencies and memory are there for Prometheus', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const before = await scrape(server.management)
  const room = await ana.room()
  const [socket, stream] = [await ana.socket(), await ana.stream()]
  for (let i = 0; i < 5; i++) await ana.send(room.id, `${i}`)
  await ana.call('POST', `/rooms/${room.id}/messages`, { text: '' })
  await server.backend().send(room.id, 'and one')
  const now = await scrape(server.management)
  const rose = (name: string) => (now.get(name) ?? Number.NaN) - (before.get(name) ?? 0)
  const send = (part: string) => `parlance_command_seconds_${part}{command="messages.send"`
  expect(now.get('parlance_connections{transport="socket"}')).toBe(1)
  expect(now.get('parlance_connections{transport="stream"}')).toBe(1)
  expect(rose(`${send('count')}}`)).toBe(6)
  expect(rose(`${send('bucket')},le="+Inf"}`)).toBe(6)
  expect(now.get(`${send('sum')}}`)).toBeGreaterThan(0)
  expect(rose('parlance_command_seconds_count{command="management messages.send"}')).toBe(1)
  expect(rose('parlance_commit_seconds_count')).toBeGreaterThan(0)
  expect(now.get('parlance_commit_seconds_bucket{le="+Inf"}')).toBe(
    now.get('parlance_commit_seconds_count') ?? Number.NaN,
  )
  expect(rose('parlance_refusals_total{code="invalid_input"}')).toBe(1)
  expect(rose('parlance_events_committed_total')).toBe(8)
  expect(rose('parlance_events_published_total')).toBe(8)
  for (const queue of ['writes', 'search'])
    expect(now.get(`parlance_queue_length{queue="${queue}"}`)).toBeNumber()
  expect(now.get('parlance_bus_up')).toBe(1)
  expect(now.get('process_resident_memory_bytes')).toBeGreaterThan(1e6)
  const counts = [...now].filter(([name]) => name.startsWith(send('bucket'))).map(([, n]) => n)
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  const names = [...now.keys()].join()
  for (const id of [room.id, ana.id]) expect(names).not.toContain(id)
  socket.close()
  stream.close()
  await waitFor(
    async () =>
      (await scrape(server.management)).get('parlance_connections{transport="socket"}') === 0,
  )
})

test('[MET-5] durations are histograms: from a send to its acknowledgement, commits, statements, jobs, and delays of the event loop', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const before = await scrape(server.management)
  await ana.send(room.id, 'Hello')
  const { id } = (await server.backend().ask('GET', '/jobs?kind=tickets.sweep')).jobs[0]
  await server.backend().ask('POST', `/jobs/${id}/retry`)
  for (const name of [
    'parlance_command_seconds{command="messages.send"',
    'parlance_commit_seconds{',
    'parlance_statement_seconds{',
    'parlance_job_seconds{kind="tickets.sweep"',
    'parlance_event_loop_seconds{',
  ]) {
    const part = (now: ReadonlyMap<string, number>, end: string, le = '') => {
      const [base = '', labels = ''] = name.split('{')
      const all = [labels, le].filter(Boolean).join(',')
      return now.get(`${base}_${end}${all === '' ? '' : `{${all}}`}`) ?? 0
    }
    const now = await waitFor(async () => {
      const scraped = await scrape(server.management)
      return part(scraped, 'count') > part(before, 'count') && scraped
    })
    expect(part(now, 'bucket', 'le="+Inf"')).toBe(part(now, 'count'))
    expect(part(now, 'sum')).toBeGreaterThan(0)
  }
  const text = await (await fetch(`${server.management}/metrics`)).text()
  const gauges = [...text.matchAll(/^# TYPE (\S+_seconds) gauge/gm)].map(([, name]) => name)
  // Times, and the age of one thing.
  expect(gauges).toEqual([
    'parlance_backup_last_success_seconds',
    'parlance_backup_age_seconds',
    'parlance_backup_interval_seconds',
    'process_start_time_seconds',
  ])
})

test('[MET-2] health, readiness and version are on the management port; metrics and the pages of the API are there alone', async () => {
  await using server = await parlance()
  const look = async (url: string, path: string) => (await fetch(url + path)).status
  for (const path of [
    '/healthz',
    '/readyz',
    '/version',
    '/metrics',
    '/docs',
    '/graphiql',
    '/openapi.json',
  ])
    expect([path, await look(server.management, path)]).toEqual([path, 200])
  for (const path of ['/metrics', '/graphiql', '/openapi.json', '/version', '/api/v1/keys'])
    expect([path, await look(server.url, path)]).toEqual([path, 404])
  expect(await (await fetch(`${server.management}/version`)).json()).toMatchObject({
    name: 'parlance',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  })
})

test('[REF-18] no answer is kept by a cache or taken for another type, pages of the web app aside', async () => {
  await using server = await parlance()
  const paths: [string, string[]][] = [
    [
      server.management,
      [
        '/healthz',
        '/readyz',
        '/version',
        '/metrics',
        '/docs',
        '/admin',
        '/graphiql',
        '/openapi.json',
        '/api/v1/users',
        '/nothing',
      ],
    ],
    [
      server.url,
      [
        '/healthz',
        '/readyz',
        '/api/health',
        '/api/history',
        '/api/v1/me',
        '/graphql?query={viewer{id}}',
        '/chat/join',
        '/nothing',
      ],
    ],
  ]
  for (const [url, all] of paths)
    for (const path of all) {
      const { headers } = await fetch(url + path)
      const seen = ['cache-control', 'x-content-type-options', 'referrer-policy'].map((h) =>
        headers.get(h),
      )
      expect([path, ...seen]).toEqual([path, 'no-store', 'nosniff', 'no-referrer'])
    }
  const page = await fetch(server.url)
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const stream = await (await server.user('Ana')).stream()
  expect(stream.response.headers.get('referrer-policy')).toBe('no-referrer')
})
