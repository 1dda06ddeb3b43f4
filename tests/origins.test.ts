import { afterAll, beforeAll, expect, test } from 'bun:test'
import { connect } from 'node:net'
import type { Client } from './support/client.ts'
import { type Parlance, parlance } from './support/parlance.ts'

let server: Parlance
let ana: Client
let room: string
beforeAll(async () => {
  server = await parlance()
  ana = await server.user('Ana')
  room = (await ana.room()).id
})
afterAll(() => server[Symbol.asyncDispose]())

const PATHS = ['/api/v1/me', '/', '/api/v1/events', '/api/v1/socket', '/graphql', '/api/history']
const MANAGED = [
  '/metrics',
  '/healthz',
  '/docs',
  '/admin',
  '/graphiql',
  '/api/v1/rooms',
  '/version',
]

/** The code of the refusal, if any, of who names the server so. */
async function askedAs(host: string, url: string, path: string, more = ''): Promise<string> {
  const head = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`
  const answer = await raw(head, undefined, url)
  return /"code":"(invalid_host)"/.exec(answer)?.[1] ?? ''
}

test('[REF-12] a name that nobody set is refused on every route of both ports, loopback names and addresses are taken', async () => {
  await using named = await parlance({ PARLANCE_URL: 'https://chat.example, http://inside:8000' })
  for (const path of [...PATHS, '/readyz', '/nothing']) {
    for (const host of [
      'evil.example',
      'evil.example:8000',
      'localhost.evil.example',
      '2130706433',
    ])
      expect([path, host, await askedAs(host, named.url, path)]).toEqual([
        path,
        host,
        'invalid_host',
      ])
    for (const host of ['localhost', 'a.localhost:1', '[::1]:80', '10.0.0.1', 'CHAT.example:443'])
      expect([path, host, await askedAs(host, named.url, path)]).toEqual([path, host, ''])
    expect(await askedAs('inside:8000', named.url, path)).toBe('')
  }
  for (const path of MANAGED) {
    for (const host of ['evil.example:7999', 'chat.example', 'inside'])
      expect([path, host, await askedAs(host, named.management, path)]).toEqual([
        path,
        host,
        'invalid_host',
      ])
    for (const host of ['localhost', '127.0.0.1:7999'])
      expect([path, host, await askedAs(host, named.management, path)]).toEqual([path, host, ''])
  }
})

test('[REF-12] the address that people open is our own page’s, whatever host a proxy names', async () => {
  await using named = await parlance({ PARLANCE_URL: 'https://chat.example' })
  const ben = await named.user('Ben')
  const post = (origin: string, host: string) =>
    fetch(`${named.url}/api/v1/rooms`, {
      method: 'POST',
      headers: { cookie: `parlance_token=${ben.token}`, origin, host },
      body: '{"type":"public","name":"R"}',
    })
  for (const host of ['chat.example', 'chat.example:443', new URL(named.url).host])
    expect((await post('https://chat.example', host)).status).toBe(201)
  expect((await post('https://evil.example', 'chat.example')).status).toBe(403)
})

test('[REF-13] a page of another origin makes no guest and no room, and one of ours does', async () => {
  const app = 'https://app.example'
  await using open = await parlance({ PARLANCE_ORIGINS: app })
  const from = (path: string, origin: string) =>
    fetch(`${open.url}${path}`, { method: 'POST', headers: { origin }, body: '{"name":"G"}' })
  for (const path of ['/api/v1/guests', '/chat?name=x']) {
    for (const origin of ['https://evil.example', 'null'])
      expect([path, origin, (await from(path, origin)).status]).toEqual([path, origin, 403])
    for (const origin of [app, open.url])
      expect([path, origin, (await from(path, origin)).status]).toEqual([path, origin, 201])
  }
})

test('[REF-6] a malformed Host is refused, whatever stands at the address', async () => {
  for (const host of ['evil.com/a?b#c@d', 'a b', 'x'.repeat(300), 'a:b', '<x>'])
    for (const path of PATHS) {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      expect(answer.split('\r\n')[0]).toContain('400')
      expect(answer).not.toContain('at ') // no stack
    }
})

test('[REF-6] two Hosts are refused like a malformed one', async () => {
  const answer = await raw(
    'GET /api/v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
  )
  expect(answer).toContain('invalid_host')
})

test('[REF-10] pages of the operator’s origins may read our answers, pages of others may not', async () => {
  const app = 'https://app.example'
  await using open = await parlance({ PARLANCE_ORIGINS: `${app}, https://other.example` })
  const ben = await open.user('Ben')
  const from = (origin: string, method = 'GET') =>
    fetch(`${open.url}/api/v1/me`, {
      method,
      headers: { origin, authorization: `Bearer ${ben.token}` },
    })
  const mine = await from(app)
  expect([mine.status, mine.headers.get('access-control-allow-origin')]).toEqual([200, app])
  expect(mine.headers.get('access-control-expose-headers')).toBe(
    'retry-after, ratelimit, ratelimit-policy',
  )
  const preflight = (origin: string, wanted: string) =>
    fetch(`${open.url}/api/v1/me`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': wanted,
      },
    })
  const wanted = 'authorization,baggage,content-type,sentry-trace,traceparent,x-request-id'
  const asked = await preflight(app, wanted)
  expect(asked.headers.get('access-control-allow-headers')).toBe(wanted)
  expect(asked.headers.get('access-control-allow-origin')).toBe(app)
  expect((await preflight(app, 'a b;c')).headers.has('access-control-allow-headers')).toBe(false)
  const foreign = await preflight('https://evil.example', wanted)
  expect(foreign.headers.has('access-control-allow-origin')).toBe(false)
  for (const origin of ['https://evil.example', 'null'])
    expect((await from(origin)).headers.has('access-control-allow-origin')).toBe(false)
})

test('[REF-7] a cookie from a page of another origin opens nothing; from our own it does', async () => {
  const cookie = `parlance_token=${ana.token}`
  const upgrade = async (origin: string) => {
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
    const head = `GET /api/v1/socket HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}`
    return (await raw(`${head}\r\n${origin}Cookie: ${cookie}\r\n\r\n`, '\r\n\r\n')).split('\r\n')[0]
  }
  expect(await upgrade('Origin: https://evil.example\r\n')).toContain('403')
  expect(await upgrade('Origin: null\r\n')).toContain('403')
  expect(await upgrade('')).toContain('403')
  expect(await upgrade(`Origin: ${server.url}\r\n`)).toContain('101')

  const post = (origin?: string) =>
    fetch(`${server.url}/api/v1/rooms/${room}/messages`, {
      method: 'POST',
      headers: { cookie, ...(origin && { origin }) },
      body: '{"text":"x"}',
    })
  const foreign = await post('https://evil.example')
  expect([foreign.status, (await foreign.json()).code]).toEqual([403, 'origin_refused'])
  expect((await post()).status).toBe(403)
  expect((await post(server.url)).status).toBe(201)
})

/** Bytes as no well-behaved client would send them, and what comes back. */
function raw(request: string, until?: string, url = server.url): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let received = ''
  const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request))
  socket.on('data', (data) => {
    received += data
    if (until !== undefined && received.includes(until)) socket.end()
  })
  socket.on('close', () => resolve(received))
  socket.on('error', reject)
  return promise
}
