import { expect, test } from 'bun:test'
import { aged } from './support/accounts.ts'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { graphql } from './support/graphql.ts'
import { firstRuns, runNow, settled } from './support/jobs.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { quickRoom } from './support/quick.ts'
import { countRows, execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** `user` is a keyword of PostgreSQL. */
const quoted = (name: string) => (DATABASE === 'postgres' ? `"${name}"` : name)

const rows = ({ place }: Parlance, table: string) =>
  countRows(place.PARLANCE_DATABASE_URL, table, place.PARLANCE_DATA)

test('[RET-1] events that no replay needs are deleted, and the last 100 of a room stay', async () => {
  await using server = await parlance()
  await firstRuns(server, 'events.sweep')
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const small = await ana.room('group', ben)
  for (let i = 0; i < 120; i++) await ana.send(room.id, `old ${i}`)
  await ana.send(small.id, 'old')
  await ana.ask('POST', `/rooms/${room.id}/invitations`, { seconds: 3600 })
  await aged(server, 'events', 'at', 40 * DAY_MS)
  const { cursor } = (await ben.socket()).ready
  const { seq } = await ana.send(room.id, 'new')
  const events = (log: string) => rows(server, `events where log = '${log}'`)
  expect(await events(room.id)).toBe(seq)
  expect(await events(`user:${ana.id}`)).toBeGreaterThan(0)
  const ofSmall = await events(small.id)

  await runNow(server, 'events.sweep')
  await waitFor(async () => (await events(room.id)) === 100)
  await waitFor(async () => (await events(`user:${ana.id}`)) === 0)
  expect(await events(small.id)).toBe(ofSmall)
  // The messages stay, and so does every later event.
  expect((await ben.history(room.id, '?after=0&limit=3')).map((m) => m.text)).toEqual([
    'old 0',
    'old 1',
    'old 2',
  ])
  const back = await ben.socket({ cursor })
  expect(back.events).toMatchObject([{ type: 'message.created', log: room.id, seq }])
  const { rooms } = await ben.ask('GET', '/rooms')
  expect(rooms.map(({ id }: { id: string }) => id)).toEqual([room.id, small.id])
})

test('[RES-6] a replay that needs deleted events, or events that are about to be, is answered with reset', async () => {
  await using server = await parlance({ PARLANCE_REPLAY_DAYS: '2' })
  await firstRuns(server, 'events.sweep')
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  for (let i = 0; i < 120; i++) await ana.send(room.id, `old ${i}`)
  const resumed = async (cursor: string, seq: number) => {
    const socket = await ben.socket({ cursor, received: { [room.id]: seq } })
    return socket.frames.filter((f) => f.type === 'reset').length
  }
  const { cursor } = (await ben.socket()).ready
  expect(await resumed(cursor, room.seq)).toBe(0)
  await aged(server, 'events', 'at', 4 * DAY_MS)
  expect(await resumed(cursor, room.seq)).toBe(1)
  await runNow(server, 'events.sweep')
  await waitFor(async () => (await rows(server, `events where log = '${room.id}'`)) === 100)
  expect(await resumed(cursor, room.seq)).toBe(1)
  // A client that has received all of it needs nothing.
  const { seq } = await ana.send(room.id, 'new')
  expect(await resumed(cursor, seq - 1)).toBe(0)
})

test('[RET-2] guests whom nobody uses are erased, and those who are in a room, or were online, are not', async () => {
  await using server = await parlance()
  await firstRuns(server, 'guests.sweep')
  const guest = async (name: string) => {
    const made = await server.as('').ask('POST', '/guests', { name })
    return { ...made.user, client: server.as(made.token) }
  }
  const [unused, recent, member, seen] = [
    await guest('Unused'),
    await guest('Recent'),
    await guest('Member'),
    await guest('Seen'),
  ]
  const ana = await server.user('Ana')
  const room = await ana.room('public')
  for (const { client } of [unused, member]) await client.ask('PUT', `/rooms/${room.id}/members/me`)
  await unused.client.send(room.id, 'I was here')
  await unused.client.ask('DELETE', `/rooms/${room.id}/members/me`)
  await aged(server, 'users', 'created_at', 91 * DAY_MS)
  await execute(
    server.place.PARLANCE_DATABASE_URL,
    [
      `update users set created_at = ${Date.now()} where id = '${recent.id}'`,
      `insert into presence (${quoted('user')}, state, last_seen_at) values ('${seen.id}', 'online', ${Date.now()})`,
    ],
    server.place.PARLANCE_DATA,
  )
  await runNow(server, 'guests.sweep')
  const code = async ({ client }: { client: Client }) => (await client.call('GET', '/me')).body.code
  await waitFor(async () => (await code(unused)) === 'user_deleted')
  await settled(server.backend(), 'guests.sweep')
  for (const each of [recent, member, seen]) expect(await code(each)).toBeUndefined()
  expect(await ana.history(room.id)).toMatchObject([
    { text: 'I was here', sender: { name: 'Deleted user' } },
  ])
})

test('[RET-3] quick rooms that nobody uses are deleted, and others stay', async () => {
  await using server = await parlance()
  await firstRuns(server, 'quickRooms.sweep')
  const ana = await server.user('Ana')
  const [unused, recent, used] = [
    await quickRoom(server.url),
    await quickRoom(server.url),
    await quickRoom(server.url),
  ]
  await ana.ask('PUT', `/rooms/${used}/members/me`)
  const open = await ana.room('public')
  await aged(server, 'logs', 'at', 31 * DAY_MS)
  await ana.ask('PUT', `/rooms/${recent}/members/me`)
  await ana.ask('DELETE', `/rooms/${recent}/members/me`)
  await runNow(server, 'quickRooms.sweep')
  const status = async (room: string) => (await ana.call('GET', `/rooms/${room}`)).status
  await waitFor(async () => (await status(unused)) === 404)
  await settled(server.backend(), 'quickRooms.sweep')
  for (const room of [recent, used, open.id]) expect(await status(room)).toBe(200)
})

test('[RET-4] invitations that ended long ago are deleted, and no others', async () => {
  await using server = await parlance()
  await firstRuns(server, 'invitations.deleteEnded')
  const ana = await server.user('Ana')
  const room = await ana.room('group')
  const invite = () => ana.ask('POST', `/rooms/${room.id}/invitations`, {})
  const [old, recent] = [await invite(), await invite()]
  await invite()
  await ana.ask('DELETE', `/invitations/${old.id}`)
  await aged(server, 'invitations', 'ended_at', 32 * DAY_MS)
  await ana.ask('DELETE', `/invitations/${recent.id}`)
  expect(await rows(server, 'invitations')).toBe(3)
  await runNow(server, 'invitations.deleteEnded')
  await waitFor(async () => (await rows(server, 'invitations')) === 2)
  await settled(server.backend(), 'invitations.deleteEnded')
  expect(await rows(server, `invitations where id = '${old.id}'`)).toBe(0)
})

const deleted = { text: '', deletedAt: expect.any(String) }

test('[RET-5] a message disappears at its time for every reader, also before a job has deleted it', async () => {
  await using server = await parlance()
  await firstRuns(server, 'messages.expire')
  const app = server.backend()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const path = `/rooms/${room.id}`
  const { cursor } = (await ben.socket()).ready
  const socket = await ben.socket()
  const said = await ana.send(room.id, 'a secret', { expiresIn: 3600, data: { a: 'secret' } })
  expect(Date.parse(said.expiresAt ?? '') - Date.parse(said.createdAt)).toBe(3_600_000)
  await ben.send(room.id, 'an answer', { replyTo: said.id })
  await ana.ask('PUT', `${path}/pins/${said.id}`)
  await ben.ask('PUT', `${path}/messages/${said.id}/reactions/👍`)
  await ana.ask('PATCH', `${path}/messages/${said.id}`, { text: 'a secret, again' })
  const stays = await ana.send(room.id, 'stays')
  expect(stays.expiresAt).toBeUndefined()
  expect((await ben.history(room.id)).map((m) => m.text)).toEqual([
    'a secret, again',
    'an answer',
    'stays',
  ])
  expect((await socket.hears(room.id, 1))[0]).toMatchObject({
    message: { text: 'a secret', expiresAt: said.expiresAt },
  })
  await waitFor(async () => (await ana.ask('GET', '/search?q=secret')).found.length === 1)

  await aged(server, 'messages', 'expires_at', 3_600_000)
  const history = await ben.history(room.id)
  expect(history).toMatchObject([deleted, { text: 'an answer' }, { text: 'stays' }])
  expect(history[0]?.deletedAt).toBeDefined()
  const back = await ben.socket({ cursor, received: { [room.id]: room.seq } })
  expect(back.events.length).toBeGreaterThan(2)
  for (const answer of [
    history,
    back.events,
    await ben.ask('GET', `${path}/messages/${said.id}`),
    await app.ask('GET', `${path}/messages`),
    await ben.ask('GET', '/rooms'),
    await ben.ask('GET', `${path}/pins`),
    await ben.ask('GET', `${path}/messages/${said.id}/versions`),
    await ben.ask('GET', '/search?q=secret'),
    await graphql(ben, `{ node(id: "${said.id}") { ... on Message { text } } }`),
  ])
    expect(JSON.stringify(answer)).not.toContain('a secret')
  expect((await ana.call('PATCH', `${path}/messages/${said.id}`, { text: 'x' })).body.code).toBe(
    'deleted',
  )
  expect(await ben.ask('GET', `${path}/messages/${said.id}/reactions`)).toEqual({ reactions: [] })
  expect(await rows(server, "messages where text = 'a secret, again'")).toBe(1)
  expect(await rows(server, 'versions')).toBe(1)

  await runNow(server, 'messages.expire')
  await waitFor(async () => (await rows(server, 'versions')) === 0)
  const received = await socket.hears(room.id, 7)
  expect(received.at(-1)).toMatchObject({
    type: 'message.deleted',
    message: { id: said.id, ...deleted },
  })
  expect(await ben.ask('GET', `${path}/pins`)).toEqual({ messages: [] })
})

test('[RET-5] a message that its author deleted is not restored after its time', async () => {
  await using server = await parlance()
  await firstRuns(server, 'messages.expire')
  const ana = await server.user('Ana')
  const room = await ana.room()
  const [first, second] = [
    await ana.send(room.id, 'one', { expiresIn: 3600 }),
    await ana.send(room.id, 'two', { expiresIn: 7200 }),
  ]
  const at = (id: string) => `/rooms/${room.id}/messages/${id}`
  for (const { id } of [first, second]) await ana.ask('DELETE', at(id))
  await aged(server, 'messages', 'expires_at', 3_600_000)
  const restore = async (id: string) => (await ana.call('POST', `${at(id)}/restore`)).body
  expect((await restore(first.id)).code).toBe('too_late')
  await runNow(server, 'messages.expire')
  await waitFor(async () => (await rows(server, 'trash')) === 1)
  expect((await restore(first.id)).code).toBe('too_late')
  expect(await restore(second.id)).toMatchObject({ text: 'two', expiresAt: expect.any(String) })
})

test('[RET-6] a room says when its messages disappear, and a shorter time holds for earlier ones', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const set = (who: Client, retentionSeconds: number) =>
    who.call('PATCH', `/rooms/${room.id}`, { retentionSeconds })
  const after = async (id: string) => {
    const { createdAt, expiresAt } = await ben.ask('GET', `/rooms/${room.id}/messages/${id}`)
    return expiresAt === undefined
      ? undefined
      : (Date.parse(expiresAt) - Date.parse(createdAt)) / 1000
  }
  const before = await ana.send(room.id, 'before')
  const own = await ana.send(room.id, 'own', { expiresIn: 60 })
  expect((await set(ben, 3600)).body.code).toBe('forbidden')
  expect((await set(ana, 3600)).body).toMatchObject({ retentionSeconds: 3600 })
  await waitFor(async () => (await after(before.id)) === 3600)
  expect(await after(own.id)).toBe(60)
  expect(await after((await ben.send(room.id, 'x')).id)).toBe(3600)
  expect(await after((await ben.send(room.id, 'x', { expiresIn: 30 })).id)).toBe(30)
  expect(await after((await ben.send(room.id, 'x', { expiresIn: 7200 })).id)).toBe(3600)
  // A longer time, or none, holds for later messages only.
  expect((await set(ana, 0)).body.retentionSeconds).toBeUndefined()
  expect(await after((await ben.send(room.id, 'x')).id)).toBeUndefined()
  expect(await after(before.id)).toBe(3600)
})

test('[RET-7] the server says when messages disappear in every room, also earlier ones', async () => {
  await using first = await parlance()
  const ana = await first.user('Ana')
  const room = await ana.room('group')
  const [old, own] = [
    await ana.send(room.id, 'old'),
    await ana.send(room.id, 'own', { expiresIn: 60 }),
  ]
  await first.stop()
  await using server = await parlance({ ...first.place, PARLANCE_RETENTION_DAYS: '7' })
  const again = server.as(ana.token)
  const seconds = async (id: string) => {
    const { createdAt, expiresAt } = await again.ask('GET', `/rooms/${room.id}/messages/${id}`)
    return (Date.parse(expiresAt) - Date.parse(createdAt)) / 1000
  }
  // It runs once an hour, and the first server may have run it.
  await runNow(server, 'messages.applyRetention')
  await waitFor(async () => (await seconds(old.id)) === 7 * 86_400)
  expect(await seconds(own.id)).toBe(60)
  expect(await seconds((await again.send(room.id, 'new')).id)).toBe(7 * 86_400)
  // The second server has the database of the first one.
  await aged(first, 'messages', 'expires_at', 7 * DAY_MS)
  await runNow(server, 'messages.expire')
  const living = "messages where text <> ''"
  await waitFor(async () => (await rows(first, living)) === 0)
})
