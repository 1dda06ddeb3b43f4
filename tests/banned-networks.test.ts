import { expect, test } from 'bun:test'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

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

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  status < 300 ? status : body.code
