import { expect, test } from 'bun:test'
import { aged } from './support/accounts.ts'
import { firstRuns, runNow } from './support/jobs.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { countRows } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

const DAY_MS = 24 * 60 * 60 * 1000

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
