import { afterAll, beforeAll, expect, test } from 'bun:test'
import { connect } from 'node:net'
import type { Client } from './support/client.ts'
import { type Parlance, parlance } from './support/parlance.ts'

type Headers = Readonly<Record<string, string>>
type Answer = [status: number, code: string | undefined]

/** It believes what comes from this machine. */
let behind: Parlance
/** It believes nobody. */
let direct: Parlance
let ana: Client

beforeAll(async () => {
  const settings = { PARLANCE_URL: 'https://chat.example' }
  behind = await parlance({ ...settings, PARLANCE_TRUSTED_PROXIES: '127.0.0.1' })
  direct = await parlance(settings)
  ana = await behind.user('Ana')
})
afterAll(async () => {
  await behind[Symbol.asyncDispose]()
  await direct[Symbol.asyncDispose]()
})

/** Any request, and the code of its refusal. */
async function asked(url: string, method: string, headers: Headers, body?: string) {
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) })
  const text = await answer.text()
  return [answer.status, /"code":"(\w+)"/.exec(text)?.[1]] satisfies Answer
}

/** What a page does that has its host from `headers`: by a cookie, and without anything. */
async function fromPage(server: Parlance, headers: Headers): Promise<Answer[]> {
  const cookie = `parlance_token=${ana.token}`
  return [
    await asked(
      `${server.url}/api/v1/rooms`,
      'POST',
      { cookie, ...headers },
      '{"type":"public","name":"R"}',
    ),
    await asked(`${server.url}/api/v1/guests`, 'POST', headers, '{"name":"G"}'),
    await asked(`${server.url}/chat?name=R`, 'POST', headers),
  ]
}
const all = (status: number, code?: string): Answer[] => [
  [status, code],
  [status, code],
  [status, code],
]
const LET_IN = all(201)
const OTHER_ORIGIN = all(403, 'origin_refused')
const OTHER_HOST = all(400, 'invalid_host')

test('[PXY-3] a Host with the default port of its scheme is the origin without it', async () => {
  for (const [origin, host] of [
    ['https://10.1.2.3', '10.1.2.3:443'],
    ['http://10.1.2.3', '10.1.2.3:80'],
    ['https://[fd00::1]', '[FD00::1]:443'],
    ['https://a.localhost', 'A.localhost:443'],
    ['https://10.1.2.3:8443', '10.1.2.3:8443'],
  ] as const)
    expect([origin, await fromPage(direct, { origin, host })]).toEqual([origin, LET_IN])
  for (const [origin, host] of [
    ['https://10.1.2.3', '10.1.2.3:80'],
    ['http://10.1.2.3', '10.1.2.3:443'],
    ['https://10.1.2.3:444', '10.1.2.3:443'],
    ['https://10.1.2.4', '10.1.2.3:443'],
  ] as const)
    expect([origin, await fromPage(direct, { origin, host })]).toEqual([origin, OTHER_ORIGIN])
})

test('[PXY-4] the host that a trusted proxy forwards is the page’s, whatever host the proxy itself names', async () => {
  const forwarded = { 'x-forwarded-host': '10.9.9.9:8443', 'x-forwarded-proto': 'https' }
  for (const host of ['127.0.0.1:8001', 'node-1:8000', 'parlance', 'chat.example']) {
    const page = { host, origin: 'https://10.9.9.9:8443', ...forwarded }
    expect([host, await fromPage(behind, page)]).toEqual([host, LET_IN])
  }
  // With a host of the proxy's own, the page that really has that host is another one.
  const inner = { host: '127.0.0.1:8001', origin: 'http://127.0.0.1:8001' }
  expect(await fromPage(behind, inner)).toEqual(LET_IN)
  expect(await fromPage(behind, { ...inner, ...forwarded })).toEqual(OTHER_ORIGIN)
})

test('[PXY-4] nobody else’s X-Forwarded-Host and X-Forwarded-Proto say anything', async () => {
  const host = '127.0.0.1:8001'
  const forwarded = { 'x-forwarded-host': '10.9.9.9', 'x-forwarded-proto': 'https' }
  expect(await fromPage(behind, { host, origin: 'https://10.9.9.9', ...forwarded })).toEqual(LET_IN)
  expect(await fromPage(direct, { host, origin: 'https://10.9.9.9', ...forwarded })).toEqual(
    OTHER_ORIGIN,
  )
  expect(await fromPage(direct, { host, origin: `http://${host}`, ...forwarded })).toEqual(LET_IN)
  expect(await fromPage(direct, { host: 'node-1:8000' })).toEqual(OTHER_HOST)
})

test('[PXY-4] a forwarded host is checked like a Host, and beside it', async () => {
  const ours = '10.9.9.9'
  for (const headers of [
    // A page of another site that has our address (DNS rebinding) can write this header itself.
    { host: 'evil.example', 'x-forwarded-host': ours },
    { host: ours, 'x-forwarded-host': 'evil.example' },
    { host: ours, 'x-forwarded-host': `${ours}, evil.example` },
    { host: ours, 'x-forwarded-host': `evil.example, ${ours}` },
    { host: ours, 'x-forwarded-host': `${ours}/a?b#c` },
    { host: ours, 'x-forwarded-host': `${ours}:x` },
    { host: ours, 'x-forwarded-host': `user@${ours}` },
    { host: ours, 'x-forwarded-host': '[fd00::zz]' },
  ])
    expect([headers, await fromPage(behind, headers)]).toEqual([headers, OTHER_HOST])
  const chain = {
    host: 'node-1',
    'x-forwarded-host': 'chat.example, 127.0.0.1:8080',
    origin: 'https://chat.example',
  }
  expect(await fromPage(behind, chain)).toEqual(LET_IN)
  expect(
    await fromPage(behind, { host: ours, 'x-forwarded-host': '', origin: `https://${ours}` }),
  ).toEqual(LET_IN)
})

test('[PXY-4] two X-Forwarded-Host headers are both checked', async () => {
  const head = (...hosts: string[]) =>
    [
      'GET /api/v1/lobby HTTP/1.1',
      'Host: 127.0.0.1',
      ...hosts.map((host) => `X-Forwarded-Host: ${host}`),
      'Connection: close\r\n\r\n',
    ].join('\r\n')
  expect(await raw(behind.url, head('chat.example', '10.9.9.9'))).toContain('200 OK')
  for (const hosts of [
    ['chat.example', 'evil.example'],
    ['evil.example', 'chat.example'],
  ])
    expect(await raw(behind.url, head(...hosts))).toContain('invalid_host')
})

test('[PXY-5] where a trusted proxy says that the browser came over TLS, a page without TLS is another origin', async () => {
  const host = '10.1.2.3'
  const from = (origin: string, proto?: string) =>
    fromPage(behind, { host, origin, ...(proto !== undefined && { 'x-forwarded-proto': proto }) })
  for (const proto of ['https', 'HTTPS', 'wss', 'https, https']) {
    expect([proto, await from(`http://${host}`, proto)]).toEqual([proto, OTHER_ORIGIN])
    expect([proto, await from(`https://${host}`, proto)]).toEqual([proto, LET_IN])
  }
  // What does not say so for certain says nothing, as TLS may end before the proxy.
  for (const proto of [undefined, '', 'http', 'http, https', 'https, http', 'nonsense'])
    for (const scheme of ['http', 'https'])
      expect([proto, await from(`${scheme}://${host}`, proto)]).toEqual([proto, LET_IN])
})

/** What comes back for bytes that no client of ours would send. */
async function raw(url: string, head: string): Promise<string> {
  const chunks: Buffer[] = []
  const tcp = connect(Number(new URL(url).port), '127.0.0.1', () => tcp.write(head))
  tcp.on('data', (data) => chunks.push(Buffer.from(data)))
  await new Promise((resolve) => tcp.on('close', resolve))
  return Buffer.concat(chunks).toString()
}
