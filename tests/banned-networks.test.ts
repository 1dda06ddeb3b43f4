import { expect, test } from 'bun:test'
import { parlance } from './support/parlance.ts'
import { Quick, quickRoom } from './support/quick.ts'
import { waitFor } from './support/wait.ts'

async function setUp() {
  const server = await parlance({ PARLANCE_TRUSTED_PROXIES: '127.0.0.1' })
  const ana = await server.user('Ana')
  await ana.ask('GET', '/me')
  await server.backend().ask('PATCH', `/users/${ana.id}`, { role: 'administrator' })
  const from = (address: string, path = '/me', init: RequestInit = {}) =>
    fetch(`${server.url}/api/v1${path}`, {
      ...init,
      headers: {
        'x-forwarded-for': address,
        authorization: `Bearer ${ana.token}`,
        'content-type': 'application/json',
      },
    })
  const ban = (addresses: string) =>
    server.backend().call('POST', '/sanctions', { kind: 'ban', addresses })
  return { server, ana, from, ban, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test('[SAN-5] a ban of a network refuses its requests and connections, and no network is too wide', async () => {
  await using server = await parlance({ PARLANCE_TRUSTED_PROXIES: '127.0.0.1' })
  const ana = await server.user('Ana')
  await ana.ask('GET', '/me')
  const backend = server.backend()
  const ban = (addresses: string) => backend.call('POST', '/sanctions', { kind: 'ban', addresses })
  for (const wrong of [
    '0.0.0.0/0',
    '10.0.0.0/8',
    '::/0',
    '2001:db8::/31',
    'example.org',
    '1.2.3',
    '1.2.3.4/33',
  ])
    expect(codeOf(await ban(wrong))).toBe('invalid_input')
  const mute = await backend.call('POST', '/sanctions', { kind: 'mute', addresses: '192.0.2.1' })
  expect(codeOf(mute)).toBe('invalid_input')
  const open = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/socket`, {
    headers: { 'x-forwarded-for': '192.0.2.66' },
  } as never)
  const closed = new Promise<number>((resolve) => {
    open.onclose = ({ code }) => resolve(code)
  })
  await new Promise((resolve) => {
    open.onopen = resolve
  })
  const made = await ban('192.0.2.0/24')
  expect([made.status, made.body.addresses]).toEqual([201, '192.0.2.0/24'])
  const from = (address: string, path = '/api/v1/me') =>
    fetch(`${server.url}${path}`, {
      headers: { 'x-forwarded-for': address, authorization: `Bearer ${ana.token}` },
    })
  const refused = await waitFor(async () => {
    const answer = await from('192.0.2.77')
    return answer.status === 403 && answer
  })
  expect((await refused.json()).code).toBe('banned')
  expect(await closed).toBe(4403)
  expect((await from('192.0.2.77', '/api/v1/events')).status).toBe(403)
  expect((await from('192.0.3.77')).status).toBe(200)
  await backend.ask('PATCH', `/users/${ana.id}`, { role: 'moderator' })
  const byModerator = await ana.call('POST', '/sanctions', { kind: 'ban', addresses: '192.0.2.9' })
  expect(codeOf(byModerator)).toBe('forbidden')
  await backend.ask('DELETE', `/sanctions/${made.body.id}`)
  await waitFor(async () => (await from('192.0.2.77')).status === 200)
})

test('[SAN-5] a ban of a network closes the connections of its quick guests and streams, too', async () => {
  await using at = await setUp()
  const inside = { 'x-forwarded-for': '192.0.2.66' }
  const room = await quickRoom(at.server.url)
  const quinn = await Quick.join(at.server.url, { name: 'Quinn', room }, inside)
  const other = await Quick.join(at.server.url, { name: 'Olaf', room })
  const stream = await at.from('192.0.2.66', '/events')
  expect((await at.ban('192.0.2.0/24')).status).toBe(201)
  expect((await quinn.ends()).code).toBe(4403)
  // Resolves when the server ends the stream.
  expect(await stream.text()).toContain('banned')
  other.say('still here')
  await waitFor(() => other.lines.some((line) => 'text' in line))
})

test('[SAN-3] a server ban of a quick guest ends the connection', async () => {
  await using at = await setUp()
  const room = await quickRoom(at.server.url)
  const quinn = await Quick.join(at.server.url, { name: 'Quinn', room })
  const { members } = await at.server.backend().ask('GET', `/rooms/${room}/members`)
  const [{ user }] = members
  const ban = { kind: 'ban', user: user.id }
  expect((await at.server.backend().call('POST', '/sanctions', ban)).status).toBe(201)
  expect((await quinn.ends()).code).toBe(4403)
})

test('[SAN-5] a network that means all of IPv4 in the notation of IPv6 is not banned', async () => {
  await using at = await setUp()
  for (const everybody of [
    '::ffff:0:0/96',
    '::ffff:10.0.0.0/104',
    '::ffff:a00:0/111',
    '::/32',
    '::/64',
    '::/95',
    '::1',
  ])
    expect([everybody, codeOf(await at.ban(everybody))]).toEqual([everybody, 'invalid_input'])
  const made = await at.ban('::ffff:192.0.2.7/120')
  expect([made.status, made.body.addresses]).toEqual([201, '192.0.2.0/24'])
  await waitFor(async () => (await at.from('192.0.2.9')).status === 403)
  expect((await at.from('192.0.3.9')).status).toBe(200)
})

test('[SAN-5] an address of IPv6 is banned with its /64, on open connections, too', async () => {
  await using at = await setUp()
  const open = new WebSocket(`${at.server.url.replace('http', 'ws')}/api/v1/socket`, {
    headers: { 'x-forwarded-for': '2001:db8:1:2::9' },
  } as never)
  const closed = new Promise<number>((resolve) => {
    open.onclose = ({ code }) => resolve(code)
  })
  await new Promise((resolve) => {
    open.onopen = resolve
  })
  const made = await at.ban('2001:DB8:1:2::9')
  expect([made.status, made.body.addresses]).toEqual([201, '2001:db8:1:2::/64'])
  expect(await closed).toBe(4403)
  await waitFor(async () => (await at.from('2001:db8:1:2:aaaa::1')).status === 403)
  expect((await at.from('2001:db8:1:3::9')).status).toBe(200)
})

test('[SAN-5] an administrator does not ban the own address, and a second ban takes the place of the first', async () => {
  await using at = await setUp()
  const body = (addresses: string) => JSON.stringify({ kind: 'ban', addresses })
  const ban = (addresses: string) =>
    at.from('198.51.100.7', '/sanctions', { method: 'POST', body: body(addresses) })
  const own = await ban('198.51.100.0/24')
  expect([own.status, (await own.json()).code]).toEqual([400, 'invalid_input'])
  const answer = await fetch(`${at.server.url}/graphql`, {
    method: 'POST',
    headers: {
      'x-forwarded-for': '198.51.100.7',
      'content-type': 'application/json',
      authorization: `Bearer ${at.ana.token}`,
    },
    body: JSON.stringify({
      query:
        'mutation { createServerSanction(input: { kind: ban, addresses: "198.51.100.0/24" }) { kind } }',
    }),
  })
  const { errors } = await answer.json()
  expect(errors[0].extensions.code, JSON.stringify(errors)).toBe('invalid_input')
  expect((await ban('203.0.113.0/24')).status).toBe(201)
  expect((await ban('203.0.113.9/24')).status).toBe(201)
  const { sanctions } = await at.ana.ask('GET', '/sanctions')
  expect(sanctions.map(({ addresses }: { addresses: string }) => addresses)).toEqual([
    '203.0.113.0/24',
  ])
})

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  status < 300 ? status : body.code
