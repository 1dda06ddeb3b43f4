import { expect, test } from 'bun:test'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SCOPES } from '../protocol/entities.ts'
import { DATABASE, freshDatabase } from './support/database.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { API_KEY, parlance } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

test('[KEY-1] a key is said once, and only its hash is kept', async () => {
  await using server = await parlance()
  const app = server.backend()
  const made = await app.ask('POST', '/keys', { name: 'Billing', scopes: ['users:read', 'tokens'] })
  expect(made.key).toMatch(/^parl_[\w-]{43}$/)
  expect(made.key.startsWith(made.prefix)).toBe(true)
  const billing = server.backend(made.key)
  expect((await billing.call('GET', '/users')).status).toBe(200)
  const { key: _, ...rest } = made
  const { keys } = await app.ask('GET', '/keys')
  expect(keys).toEqual([{ ...rest, lastUsedAt: expect.any(String) }])
  await billing.ask('GET', '/users')
  expect((await app.ask('GET', '/keys')).keys).toEqual(keys)
  if (DATABASE !== 'sqlite') return
  const files = ['parlance.sqlite', 'parlance.sqlite-wal', 'secrets.json']
    .map((name) => join(server.place.PARLANCE_DATA, name))
    .filter(existsSync)
    .map((path) => readFileSync(path, 'latin1'))
  expect(files.some((text) => text.includes(made.prefix))).toBe(true)
  expect(files.some((text) => text.includes(made.key.slice(5)))).toBe(false)
})

test('[KEY-2] an ended key is of no use from that moment on', async () => {
  await using server = await parlance()
  const app = server.backend()
  const { id, key } = await app.ask('POST', '/keys', { name: 'Short', scopes: ['keys'] })
  const short = server.backend(key)
  await short.ask('GET', '/keys')
  await app.ask('DELETE', `/keys/${id}`)
  expect(await short.call('GET', '/keys')).toMatchObject({
    status: 401,
    body: { code: 'invalid_key' },
  })
  expect((await app.call('DELETE', `/keys/${id}`)).body.code).toBe('not_found')
})

if (DATABASE !== 'sqlite' && REDIS !== '')
  test('[KEY-2] nor is it on any other node', async () => {
    await using cluster = await nodes(2)
    const [here, there] = [cluster.at(0), cluster.at(1)]
    const made = await here.backend().ask('POST', '/keys', { name: 'Short', scopes: ['keys'] })
    const short = there.backend(made.key)
    await short.ask('GET', '/keys')
    await here.backend().ask('DELETE', `/keys/${made.id}`)
    expect((await short.call('GET', '/keys')).body.code).toBe('invalid_key')
  })

test('[KEY-3] a key gives, and takes away, no more than it has', async () => {
  await using server = await parlance()
  const app = server.backend()
  const made = await app.ask('POST', '/keys', { name: 'Warden', scopes: ['keys', 'users:read'] })
  const warden = server.backend(made.key)
  const other = await app.ask('POST', '/keys', { name: 'Writer', scopes: ['messages:write'] })
  const more = warden.call('POST', '/keys', { name: 'More', scopes: ['users:write'] })
  expect((await more).body.code).toBe('forbidden')
  expect((await warden.call('DELETE', `/keys/${other.id}`)).body.code).toBe('forbidden')
  const child = await warden.ask('POST', '/keys', { name: 'Child', scopes: ['users:read'] })
  expect((await warden.call('DELETE', `/keys/${child.id}`)).status).toBe(204)
})

test('[KEY-4] what opens one port opens nothing on the other, and nothing is taken from an address', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const gus = await server.guest('Gus')
  const bad: [string, string][] = [
    ['a user’s token', ana.token],
    ['a guest’s token', gus.token],
    ['nonsense', 'nonsense'],
    ['the beginning of the key', API_KEY.slice(0, -1)],
    ['more than the key', `${API_KEY}x`],
    ['a key of 10 kB', 'k'.repeat(10_000)],
  ]
  for (const [what, word] of bad) {
    const { status, body } = await server.backend(word).call('GET', '/users')
    expect([what, status, body.code]).toEqual([what, 401, 'invalid_key'])
  }
  const { key } = await server.backend().ask('POST', '/keys', { name: 'All', scopes: SCOPES })
  for (const word of [API_KEY, key]) {
    expect((await server.as(word).call('GET', '/me')).body.code).toBe('invalid_token')
    expect(await (await server.as(word).socket()).ends()).toEqual({
      code: 4401,
      reason: 'invalid_token',
    })
    for (const name of ['key', 'api_key', 'access_token', 'token']) {
      const bare = await fetch(`${server.management}/api/v1/users?${name}=${word}`)
      expect([bare.status, (await bare.json()).code]).toEqual([401, 'unauthenticated'])
    }
  }
  const basic = await fetch(`${server.management}/api/v1/users`, {
    headers: { authorization: `Basic ${btoa(`key:${API_KEY}`)}` },
  })
  expect((await basic.json()).code).toBe('invalid_key')
  expect((await server.backend().call('GET', '/users')).status).toBe(200)
})

test('[KEY-5] the first key is the operator’s: given, or made at the first start and kept from others', async () => {
  await using server = await ownProcess()
  await server.start()
  await server.kill()
  const path = join(server.data, 'secrets.json')
  expect(existsSync(path)).toBe(DATABASE === 'sqlite')
  if (DATABASE !== 'sqlite') return
  const secrets = JSON.parse(readFileSync(path, 'utf8'))
  expect(secrets.apiKey).toMatch(/^[0-9a-f]{64}$/)
  expect(statSync(path).mode & 0o777).toBe(0o600)

  // A folder from before there was a management port gets one, and keeps what it has.
  const { apiKey: _, ...before } = secrets
  writeFileSync(path, JSON.stringify(before))
  await using again = await parlance({ PARLANCE_DATA: server.data, PARLANCE_API_KEY: '' })
  const after = JSON.parse(readFileSync(path, 'utf8'))
  expect(after).toEqual({ ...before, apiKey: expect.any(String) })
  expect(after.apiKey).not.toBe(secrets.apiKey)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect((await again.backend(after.apiKey).call('GET', '/keys')).status).toBe(200)
})

test('[KEY-5] a key under 32 bytes is not started with, and a port in use, or off, is said so', async () => {
  await expect(parlance({ PARLANCE_API_KEY: 'short' })).rejects.toThrow('PARLANCE_API_KEY')
  await using first = await parlance()
  const { port } = new URL(first.management)
  await using second = await ownProcess({ PARLANCE_MANAGEMENT_PORT: port })
  const child = await second.start()
  expect(await child.exited).toBe(2)
  expect(await new Response(child.stderr).text()).toContain('PARLANCE_MANAGEMENT_PORT: ')
  await using without = await ownProcess({ PARLANCE_MANAGEMENT_PORT: 'off' })
  const running = await without.start()
  await waitFor(async () => (await fetch(`${without.url}/readyz`)).ok)
  running.kill('SIGTERM')
  expect(await new Response(running.stdout).text()).toContain('manage off')
})

if (DATABASE !== 'sqlite')
  test('[KEY-5] on a database of their own nodes take the key that they are given, and keys that were made', async () => {
    const database = await freshDatabase()
    try {
      const place = { PARLANCE_DATABASE_URL: database.url }
      let key = ''
      {
        await using given = await parlance(place)
        key = (await given.backend().ask('POST', '/keys', { name: 'One', scopes: ['keys'] })).key
      }
      await using without = await parlance({ ...place, PARLANCE_API_KEY: '' })
      expect((await without.backend().call('GET', '/keys')).body.code).toBe('invalid_key')
      expect((await without.backend(key).call('GET', '/keys')).status).toBe(200)
    } finally {
      await database.drop()
    }
  })
