import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { nodes } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'

const HOUR = 3600
/** A SQLite database belongs to one node. */
const [NODES, BUS] = DATABASE === 'sqlite' ? [1, { PARLANCE_REDIS_URL: '' }] : [2, {}]

async function setUp(settings: object = { slowSeconds: HOUR }) {
  const server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  await ben.ask('GET', '/me')
  const room = await ana.ask('POST', '/rooms', { type: 'public', name: 'Slow', ...settings })
  const path = `/rooms/${room.id}`
  await ben.call('PUT', `${path}/members/me`)
  return {
    server,
    ana,
    ben,
    room,
    path,
    say: (who: Client, more: object = {}) =>
      who.call('POST', `${path}/messages`, { text: 'x', ...more }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[SLW-1] in slow mode a member waits between two messages, and the staff do not', async () => {
  await using at = await setUp()
  expect(at.room.slowSeconds).toBe(HOUR)
  expect((await at.say(at.ben, { clientId: 'one' })).status).toBe(201)
  const refused = await at.say(at.ben)
  expect([refused.status, refused.body.code]).toEqual([429, 'slow_mode'])
  expect(refused.body.retryAfter).toBeGreaterThan(HOUR - 60)
  expect(refused.body.retryAfter).toBeLessThanOrEqual(HOUR)
  expect(refused.response.headers.get('retry-after')).toBe(`${refused.body.retryAfter}`)
  expect((await at.say(at.ben, { clientId: 'one' })).status).toBe(200)
  for (let i = 0; i < 2; i++) expect((await at.say(at.ana)).status).toBe(201)
  const explained = await at.ben.ask('GET', `/permissions/messages.send?room=${at.room.id}`)
  expect(explained).toMatchObject({ allowed: false, code: 'slow_mode', rule: 'condition' })
  const updated = await at.ana.ask('PATCH', at.path, { slowSeconds: 0 })
  expect(updated).not.toHaveProperty('slowSeconds')
  expect((await at.say(at.ben)).status).toBe(201)
})

test('[SLW-1] slow mode is set by managers and the app, from 0 to 6 hours', async () => {
  await using at = await setUp({})
  expect(at.room).not.toHaveProperty('slowSeconds')
  for (const slowSeconds of [-1, 1.5, 6 * HOUR + 1, '5', null])
    expect((await at.ana.call('PATCH', at.path, { slowSeconds })).body.code).toBe('invalid_input')
  expect((await at.ben.call('PATCH', at.path, { slowSeconds: 5 })).body.code).toBe('forbidden')
  const app = at.server.backend()
  expect(await app.ask('PATCH', at.path, { slowSeconds: 6 * HOUR })).toMatchObject({
    slowSeconds: 6 * HOUR,
  })
  for (let i = 0; i < 2; i++)
    expect((await app.call('POST', `${at.path}/messages`, { text: 'x' })).status).toBe(201)
})

test('[SLW-2] a deletion, a new membership, a thread and another transport do not shorten the pause', async () => {
  await using at = await setUp()
  const sent = (await at.say(at.ben)).body
  await at.ben.call('PATCH', `${at.path}/messages/${sent.id}`, { text: 'y' })
  await at.ben.call('DELETE', `${at.path}/messages/${sent.id}`)
  expect((await at.say(at.ben)).body.code).toBe('slow_mode')
  await at.ben.call('DELETE', `${at.path}/members/me`)
  await at.ben.call('PUT', `${at.path}/members/me`)
  expect((await at.say(at.ben)).body.code).toBe('slow_mode')
  const root = (await at.say(at.ana)).body.id
  expect((await at.say(at.ben, { thread: root })).body.code).toBe('slow_mode')
  const socket = await at.ben.socket()
  const answer = await socket.command('messages.send', { room: at.room.id, text: 'x' })
  expect(answer).toBe('slow_mode')
})

test('[SLW-2] of messages that a member sends at once on several nodes, one is stored', async () => {
  await using cluster = await nodes(NODES, BUS)
  const [first, last] = [cluster.at(0), cluster.at(NODES - 1)]
  const ana = await first.user('Ana')
  const people = await Promise.all(['Ben', 'Cleo', 'Dan'].map((name) => first.user(name)))
  const room = await ana.ask('POST', '/rooms', { type: 'public', name: 'Slow', slowSeconds: HOUR })
  const path = `/rooms/${room.id}`
  for (const person of people) await person.call('PUT', `${path}/members/me`)
  const send = (who: Client) => who.call('POST', `${path}/messages`, { text: 'x' })
  const answers = await Promise.all(
    people.flatMap((who) => [...Array(8)].flatMap(() => [send(who), send(last.as(who.token))])),
  )
  const statuses = answers.map(({ status }) => status).sort()
  expect(statuses).toEqual([...Array(3).fill(201), ...Array(45).fill(429)])
  const history = await ana.history(room.id)
  expect(history.map(({ sender }: { sender: { id: string } }) => sender.id).sort()).toEqual(
    people.map(({ id }) => id).sort(),
  )
})
