import { expect, test } from 'bun:test'
import { aged } from './support/accounts.ts'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
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
