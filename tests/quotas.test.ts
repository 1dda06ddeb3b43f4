import { expect, test } from 'bun:test'
import { createChat, userId } from '@parlance/sdk'
import { createBackend } from '@parlance/sdk/server'
import { COMMANDS } from '../protocol/commands.ts'
import type { Op } from '../protocol/op.ts'
import { DATABASE } from './support/database.ts'
import { graphql } from './support/graphql.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { API_KEY, parlance } from './support/parlance.ts'
import { metricOf, quotasOf } from './support/quotas.ts'
import { waitFor } from './support/wait.ts'
import { CAN_SET_CLOCKS, clocked } from './support/wall-clock.ts'

/** Commands that neither read nor remove, and need no quota. */
const WITHOUT_QUOTA: Readonly<Record<string, string>> = {
  'tickets.create': 'ends after 30 seconds',
  'typing.stop': 'nothing is stored, and it ends what typing.start began',
  'threads.unfollow': 'removes',
  'accounts.delete': 'removes',
  'emails.verify': 'uses up a link',
  'passwords.requestReset':
    'mails are limited by the hour, and a later link replaces an earlier one',
  'passwords.reset': 'uses up a link, and replaces the password',
  'sessions.create': 'a user has at most 100 sessions: one more ends another',
  'sessions.refresh': 'replaces the tokens of a session',
  'sanctions.answerAppeal': 'an appeal has one answer',
  'serverSanctions.answerAppeal': 'an appeal has one answer',
  'erasures.create': 'a user has one',
  'exports.create': 'a user has at most three in 24 hours, and a new one removes the last file',
  'legalHolds.create': 'a user or room has one, of an administrator',
  'links.create': 'at most 1,000 are open, and each ends',
  'wordLists.create': 'the server has at most 20',
  'wordLists.update': 'replaces',
  'roomWordLists.create': 'a room has at most 5',
  'roomWordLists.update': 'replaces',
  'identities.begin': 'nothing is stored: the client keeps it, sealed',
  'identities.connect': 'as identities.begin',
  'identities.signIn':
    'an account needs a user of the provider, and sessions are as for sessions.create',
  'secondFactors.create': 'an account has one at most',
  'secondFactors.confirm': 'turns it on',
  'secondFactors.delete': 'removes',
  'recoveryCodes.create': 'replaces the ten codes of an account',
  'passkeys.createOptions': 'ends after some minutes, and a job deletes it',
  'passkeys.create': 'an account has a limited number',
  'passkeys.delete': 'removes',
  'passkeys.signInOptions': 'ends after some minutes, and the address pays for it',
  'sessions.createByPasskey': 'as sessions.create',
  'joinRequests.decline': 'removes',
  'requests.decline': 'removes',
}

test('[QUO-3] every command that can add something takes from a quota of the day', () => {
  const adding = Object.entries<Op>(COMMANDS).filter(
    ([, { method }]) => method !== 'GET' && method !== 'DELETE',
  )
  const without = adding.filter(([, { spends }]) => spends === undefined).map(([name]) => name)
  expect(without.filter((name) => WITHOUT_QUOTA[name] === undefined)).toEqual([])
})

const SECONDS_OF_DAY = 24 * 60 * 60

test('[QUO-3] text of a day is limited on every transport, and the refusal says when it renews', async () => {
  await using server = await parlance({ PARLANCE_TEXT_BYTES_PER_DAY: '1000' })
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  await ana.send(room.id, 'ä'.repeat(300), { clientId: 'first' })
  // What was found, not stored, counts nothing.
  await ana.send(room.id, 'ä'.repeat(300), { clientId: 'first' })
  await ana.send(room.id, 'a', { data: { k: 'x'.repeat(391) } })
  const refused = await ana.call('POST', `/rooms/${room.id}/messages`, { text: 'more' })
  expect([refused.status, refused.body.code]).toEqual([429, 'quota_reached'])
  const seconds = Number(refused.response.headers.get('retry-after'))
  expect(refused.body.retryAfter).toBe(seconds)
  const untilMidnight = SECONDS_OF_DAY - ((Date.now() / 1000) % SECONDS_OF_DAY)
  expect(Math.abs(seconds - untilMidnight)).toBeLessThan(30)
  expect(await socket.command('messages.send', { room: room.id, text: 'more' })).toBe(
    'quota_reached',
  )
  const query = `mutation { sendMessage(input: { room: "${room.id}", text: "more" }) { __typename } }`
  expect((await graphql(ana, query)).code).toBe('quota_reached')
  // What sends no text goes on.
  await ana.room('group')
  const used = await waitFor(async () => {
    const { textBytesPerDay } = await quotasOf(ana)
    // A node stores what was used once a second: a slow machine stores the two messages apart.
    return textBytesPerDay?.used === 1000 && textBytesPerDay
  })
  expect(used).toMatchObject({ limit: 1000, custom: false })
  expect(Date.parse(`${used.renewsAt}`) - Date.now()).toBeLessThan(SECONDS_OF_DAY * 1000)
  expect(await metricOf(server, 'textBytesPerDay')).toBe(3)
})

test('[QUO-3] rooms of a day, and events with their deliveries', async () => {
  await using server = await parlance({
    PARLANCE_ROOMS_PER_DAY: '2',
    PARLANCE_EVENTS_PER_DAY: '100',
  })
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  for (const _ of [1, 2]) {
    const room = await ana.room()
    await ana.ask('DELETE', `/rooms/${room.id}`)
  }
  expect((await ana.call('POST', '/rooms', { type: 'group', name: 'R' })).body.code).toBe(
    'quota_reached',
  )
  const room = await ben.room()
  const sockets = await Promise.all(Array.from({ length: 9 }, () => ben.socket()))
  // Each message counts as ten: one event, delivered nine times.
  let sent = 0
  await waitFor(async () => {
    const { body } = await ben.call('POST', `/rooms/${room.id}/messages`, { text: 'hello' })
    if (body.code === 'quota_reached') return true
    sent++
    return false
  })
  expect(sent).toBeGreaterThanOrEqual(7)
  expect(sent).toBeLessThanOrEqual(10)
  // Leaving, deleting and reading go on.
  expect((await ben.call('DELETE', `/rooms/${room.id}`)).status).toBe(204)
  for (const socket of sockets) socket.close()
})

test('[QUO-4] guests, accounts and quick rooms of one address and day are limited on every transport', async () => {
  await using server = await parlance({
    PARLANCE_GUESTS_PER_ADDRESS: '3',
    PARLANCE_QUICK_ROOMS_PER_ADDRESS: '1',
    PARLANCE_TRUSTED_PROXIES: '127.0.0.1',
    PARLANCE_ACCOUNTS: 'open',
  })
  const guest = (address = '198.51.100.1') =>
    fetch(`${server.url}/api/v1/guests`, {
      method: 'POST',
      headers: { 'x-forwarded-for': address },
      body: '{"name":"G"}',
    })
  for (const _ of [1, 2, 3]) expect((await guest()).status).toBe(201)
  const refused = await guest()
  expect([refused.status, (await refused.json()).code]).toEqual([429, 'quota_reached'])
  const signUp = async (address: string) => {
    const account = { handle: 'ana', password: 'correct horse' }
    const init = { method: 'POST', headers: { 'x-forwarded-for': address } }
    const body = JSON.stringify(account)
    return (await fetch(`${server.url}/api/v1/accounts`, { ...init, body })).status
  }
  expect(await signUp('198.51.100.1')).toBe(429)
  expect(await signUp('198.51.100.3')).toBe(201)
  expect((await guest('198.51.100.2')).status).toBe(201)
  // The client's own address, without the proxy's header.
  const ana = await server.user('Ana')
  const socket = await ana.socket()
  for (const _ of [1, 2, 3]) await socket.command('guests.create', { name: 'G' })
  expect(await socket.command('guests.create', { name: 'G' })).toBe('quota_reached')
  const query = 'mutation { createGuest(input: { name: "G" }) { __typename } }'
  expect((await graphql(ana, query)).code).toBe('quota_reached')
  const quick = () => fetch(`${server.url}/chat?name=Q`, { method: 'POST' })
  expect((await quick()).status).toBe(201)
  expect((await quick()).status).toBe(429)
  expect(await metricOf(server, 'guestsPerAddress')).toBe(4)
})

test('[QUO-5] a room accepts so many messages a second, of all its members together', async () => {
  await using server = await parlance({ PARLANCE_ROOM_MESSAGES_PER_SECOND: '2' })
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const other = await ana.room()
  const refused = await waitFor(async () => {
    for (const who of [ana, ben]) {
      const { status, body } = await who.call('POST', `/rooms/${room.id}/messages`, { text: 'x' })
      if (status === 429) return body
    }
    return false
  })
  expect(refused).toMatchObject({ code: 'rate_limited', retryAfter: 1 })
  expect(refused.detail).toContain('2 messages a second in this room')
  await ana.send(other.id, 'elsewhere')
  await server.backend().ask('POST', `/rooms/${room.id}/messages`, { text: 'the app' })
  await waitFor(async () => {
    const { status } = await ben.call('POST', `/rooms/${room.id}/messages`, { text: 'y' })
    return status === 201
  })
})

test('[QUO-6] the app sets limits for one user, above or below those of the server', async () => {
  await using server = await parlance({
    PARLANCE_TEXT_BYTES_PER_DAY: '10',
    PARLANCE_ROOMS_PER_USER: '5',
  })
  const [ana, app] = [await server.user('Ana'), server.backend()]
  const room = await ana.room()
  const path = `/users/${ana.id}/quotas`
  await ana.send(room.id, '0123456789')
  const say = () => ana.call('POST', `/rooms/${room.id}/messages`, { text: 'more' })
  expect((await say()).body.code).toBe('quota_reached')
  await app.ask('PATCH', path, { textBytesPerDay: 100, rooms: 1 })
  expect(await quotasOf(app, path)).toMatchObject({
    rooms: { limit: 1, custom: true, used: 1 },
    textBytesPerDay: { limit: 100, custom: true },
  })
  await waitFor(async () => (await say()).status === 201)
  expect((await ana.call('POST', '/rooms', { type: 'group', name: 'R' })).body.code).toBe(
    'too_many',
  )
  await app.ask('PATCH', path, { rooms: null })
  expect(await quotasOf(ana)).toMatchObject({
    rooms: { limit: 5, custom: false },
    textBytesPerDay: { limit: 100, custom: true },
  })
  await ana.room()
  expect((await app.call('PATCH', path, { rooms: -1 })).body.code).toBe('invalid_input')
  expect((await app.call('GET', '/users/nobody/quotas')).body.code).toBe('not_found')
  expect((await app.call('PATCH', '/users/nobody/quotas', {})).body.code).toBe('not_found')
})

test('[QUO-3] a server that restarts knows what was used today', async () => {
  await using server = await parlance({ PARLANCE_TEXT_BYTES_PER_DAY: '5000' })
  const ana = await server.user('Ana')
  const room = await ana.room()
  await ana.send(room.id, 'x'.repeat(5000))
  await server.stop()
  await using again = await parlance({ ...server.place, PARLANCE_TEXT_BYTES_PER_DAY: '5000' })
  const there = ana.at(again.url)
  let sent = 0
  await waitFor(async () => {
    sent++
    const { body } = await there.call('POST', `/rooms/${room.id}/messages`, { text: 'x' })
    return body.code === 'quota_reached'
  })
  expect(sent).toBeLessThan(2500)
})

test('[QUO-6] both sides of the SDK read and set quotas', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const chat = createChat({ url: server.url, token: () => ana.token })
  const limitOf = async () => {
    const { quotas } = await chat.quotas.get()
    return quotas.find(({ name }) => name === 'rooms')?.limit
  }
  expect(await limitOf()).toBe(100_000)
  const backend = createBackend({ url: server.management, key: API_KEY })
  const { quotas } = await backend.quotas.update({ user: userId(ana.id), rooms: 7 })
  expect(quotas.find(({ name }) => name === 'rooms')).toMatchObject({ limit: 7, custom: true })
  expect(await limitOf()).toBe(7)
  chat.close()
})

if (DATABASE !== 'sqlite' && REDIS !== '')
  test('[QUO-3] [QUO-5] [QUO-6] a quota holds over several nodes, and so do the limits of the app', async () => {
    await using cluster = await nodes(3, {
      PARLANCE_TEXT_BYTES_PER_DAY: '2000',
      PARLANCE_ROOM_MESSAGES_PER_SECOND: '50',
    })
    const ana = await cluster.at(0).user('Ana')
    const room = await ana.room()
    const say = (i: number, text: string) =>
      ana.at(cluster.at(i).url).call('POST', `/rooms/${room.id}/messages`, { text })
    const saysAll = (code: string | undefined) => () =>
      Promise.all([0, 1, 2].map((i) => say(i, 'x'))).then((answers) =>
        answers.every(({ body }) => body.code === code),
      )
    await say(0, 'x'.repeat(2000))
    // The other nodes have seen nothing of it, and learn it.
    await waitFor(saysAll('quota_reached'))
    const app = cluster.at(2).backend()
    await app.ask('PATCH', `/users/${ana.id}/quotas`, { textBytesPerDay: 1_000_000 })
    await waitFor(saysAll(undefined))
    // What one node accepts counts on the others.
    await waitFor(async () => {
      await Promise.all(Array.from({ length: 20 }, () => say(0, 'x')))
      const { status, body } = await say(1, 'x')
      return status === 429 && body.code === 'rate_limited'
    })
  })

if (DATABASE === 'sqlite' && CAN_SET_CLOCKS)
  test('[QUO-3] a quota of a day renews at midnight UTC', async () => {
    await using server = await clocked(0, { PARLANCE_TEXT_BYTES_PER_DAY: '10' })
    const exp = Math.floor(Date.now() / 1000) + 3 * SECONDS_OF_DAY
    const ana = await server.user('Ana', { exp })
    const room = await ana.room()
    const say = () => ana.call('POST', `/rooms/${room.id}/messages`, { text: '0123456789' })
    expect((await say()).status).toBe(201)
    const seconds = (await say()).body.retryAfter
    expect(seconds).toBeGreaterThan(0)
    await server.set(seconds + 60)
    await waitFor(async () => (await say()).status === 201)
    expect((await say()).body.code).toBe('quota_reached')
  }, 60_000)
