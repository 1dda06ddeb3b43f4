import { expect, test } from 'bun:test'
import type { Message, MyRoom } from '../protocol/entities.ts'
import { parlance } from './support/parlance.ts'
import { startOnce } from './support/start.ts'
import { waitFor } from './support/wait.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The demo, and its administrator. */
async function demo() {
  const server = await parlance({}, true)
  const { handle: login, password } = server.demo ?? {}
  const body = JSON.stringify({ login, password })
  const answer = await fetch(`${server.url}/api/v1/sessions`, { method: 'POST', body })
  const { accessToken } = await answer.json()
  return { server, mira: server.as(accessToken) }
}

test('[LIV-17] the demo has rooms of each type, with all that a room can have', async () => {
  const { server, mira } = await demo()
  await using _ = server
  expect((await mira.ask('GET', '/me')).role).toBe('administrator')
  const { rooms }: { rooms: MyRoom[] } = await mira.ask('GET', '/rooms')
  expect(new Set(rooms.map(({ type }) => type))).toEqual(
    new Set(['public', 'group', 'announcement', 'dm']),
  )
  expect(rooms.filter(({ unread }) => unread > 0).length).toBeGreaterThan(2)
  expect(rooms.some(({ unread }) => unread === 0)).toBe(true)
  expect(rooms.some(({ mentions }) => mentions > 0)).toBe(true)
  const pages = await Promise.all(rooms.map(({ id }) => mira.history(id, '?limit=100')))
  const all = pages.flat()
  expect(all.length).toBeGreaterThan(100)
  const has = (what: (message: Message) => unknown) => expect(all.filter(what)).not.toEqual([])
  has(({ replies }) => replies)
  has(({ quote }) => quote)
  has(({ reactions }) => (reactions?.length ?? 0) > 1)
  has(({ pinnedAt }) => pinnedAt)
  await waitFor(async () => (await mira.ask('GET', '/search?q=band+saw')).found.length > 0)
})

test('[LIV-17] the messages of the demo are of the last weeks, in order, and none is of the future', async () => {
  const { server, mira } = await demo()
  await using _ = server
  const { rooms }: { rooms: MyRoom[] } = await mira.ask('GET', '/rooms')
  const days = new Set<string>()
  for (const { id } of rooms) {
    const times = (await mira.history(id, '?limit=100')).map(({ createdAt }) => createdAt)
    expect([...times].sort()).toEqual(times)
    for (const at of times) days.add(at.slice(0, 10))
  }
  const [first = ''] = [...days].sort()
  expect(days.size).toBeGreaterThan(8)
  expect(Date.parse(first)).toBeGreaterThan(Date.now() - 25 * DAY_MS)
  const latest = rooms[0]?.lastMessage?.createdAt ?? ''
  expect(Date.now() - Date.parse(latest)).toBeLessThan(DAY_MS)
  expect(Date.now() - Date.parse(latest)).toBeGreaterThan(0)

  // What happens from now on follows, also for a client that resumes.
  const socket = await mira.socket()
  const room = rooms.find(({ type }) => type === 'public')?.id ?? ''
  const sent = await mira.send(room, 'hello')
  const [heard] = await socket.hears(room, 1)
  expect(heard).toMatchObject({ type: 'message.created', message: { id: sent.id } })
  expect(sent.seq).toBe((rooms.find(({ id }) => id === room)?.seq ?? 0) + 1)
})

test('[LIV-17] a database with users is left as it is', async () => {
  await using server = await parlance()
  await server.guest('Ana')
  await server.stop()
  const refused = await startOnce({ args: ['--demo'], env: server.place })
  expect(refused.stderr).toContain('--demo: this database has users: start without --demo')
  expect(refused.code).toBe(2)
  const again = await startOnce({ env: server.place })
  expect(again.code).toBe(0)
}, 60_000)
