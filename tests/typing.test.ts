import { expect, test } from 'bun:test'
import { LIMITS } from '../protocol/limits.ts'
import { texts } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { BUSES, nodes, REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { hears, stops, type Typing, types, typings, words } from './support/typing.ts'
import { waitFor } from './support/wait.ts'

test('[TYP-1] who types is told to the room’s members who listen now, on every tab and door', async () => {
  await using server = await parlance()
  const [ana, ben, eve] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Eve'),
  ]
  const room = await ana.room('group', ben)
  const listeners = [await ana.socket(), await ben.socket(), await ben.socket(), await ben.stream()]
  const addressLimits = [await eve.socket(), await eve.stream()]
  const before = Date.now()
  expect((await types(ana, room.id)).status).toBe(204)
  for (const listener of listeners) {
    await hears(listener, 1)
    const [signal] = typings(listener)
    expect(signal).toEqual({
      type: 'typing.started',
      log: room.id,
      user: { id: ana.id as never, name: 'Ana' },
      at: expect.any(String),
      until: expect.any(String),
    })
    const { at, until } = signal as Extract<Typing, { until: string }>
    expect(Date.parse(until) - Date.parse(at)).toBe(LIMITS.typingMs)
    expect(Date.parse(at)).toBeGreaterThanOrEqual(before)
  }
  // Those who are no members hear what is theirs, and nothing of that.
  const own = await eve.room()
  await types(eve, own.id)
  for (const stranger of addressLimits) expect(await hears(stranger, 1)).toEqual(['Eve …'])
})

test('[TYP-1] it is not replayed: who comes later, or comes back, hears events alone', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const first = await ana.socket()
  const stream = await ana.stream()
  await types(ana, room.id)
  await hears(first, 1)
  await hears(stream, 1)
  await ana.send(room.id, 'said')
  await first.hears(room.id, 1)
  for (const back of [
    await ana.socket({ cursor: first.ready.cursor }),
    await ana.stream(stream.said[1]?.id),
  ]) {
    expect(texts(await back.hears(room.id, 1))).toEqual(['said'])
    expect(words(back)).toEqual([])
  }
})

test('[TYP-2] it ends by itself when it is not said again, and said again it goes on', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const [socket, stream] = [await ana.socket(), await ana.stream()]
  await types(ana, room.id)
  await waitFor(async () => (await types(ana, room.id)).status === 204) // after the pause
  const again = performance.now()
  for (const listener of [socket, stream])
    expect(await hears(listener, 3)).toEqual(['Ana …', 'Ana …', 'Ana .'])
  expect(performance.now() - again).toBeGreaterThan(LIMITS.typingMs - 500)
})

test('[TYP-3] it ends with what was said, in that place', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const root = await ana.send(room.id, 'root')
  const socket = await ana.socket()
  await types(ana, room.id)
  await types(ana, room.id, root.id)
  await ana.send(room.id, 'below', { thread: root.id })
  await hears(socket, 3)
  await ana.send(room.id, 'in the room')
  await hears(socket, 4)
  expect(typings(socket).map(({ type, thread }) => [type, thread as string | undefined])).toEqual([
    ['typing.started', undefined],
    ['typing.started', root.id],
    ['typing.stopped', root.id],
    ['typing.stopped', undefined],
  ])
  // What has ended may begin again at once.
  expect((await types(ana, room.id)).status).toBe(204)
  expect(await hears(socket, 5)).toHaveLength(5)
})

test('[TYP-3] it ends with a word, once, and with the typist’s leaving or removal', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const [mine, bens] = [await ana.socket(), await ben.socket()]
  await types(ana, room.id)
  await stops(ana, room.id)
  await stops(ana, room.id)
  await types(ben, room.id)
  await ben.ask('DELETE', `/rooms/${room.id}/members/me`)
  expect(await hears(mine, 4)).toEqual(['Ana …', 'Ana .', 'Ben …', 'Ben .'])
  expect(words(bens)).toEqual(['Ana …', 'Ana .', 'Ben …'])
})

test('[TYP-3] it ends when the typist’s last connection closes, and not before', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const listener = await ana.socket()
  const [socket, stream] = [await ben.socket(), await ben.stream()]
  await types(ben, room.id)
  await hears(listener, 1)
  socket.close()
  await socket.ends()
  await types(ana, room.id)
  expect(await hears(listener, 2)).toEqual(['Ben …', 'Ana …'])
  stream.close()
  expect(await hears(listener, 3)).toEqual(['Ben …', 'Ana …', 'Ben .'])
})

test('[TYP-4] somebody who types below a message is told so; what is no root is refused', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const root = await ana.send(room.id, 'root')
  const reply = await ana.send(room.id, 'reply', { thread: root.id })
  const elsewhere = await ana.send((await ana.room()).id, 'another room’s')
  const socket = await ana.socket()
  const start = (thread: string) => socket.command('typing.start', { room: room.id, thread })
  expect(await start(reply.id)).toBe('invalid_input')
  expect(await start(elsewhere.id)).toBe('not_found')
  expect(await start(root.id)).toEqual({})
  await stops(ana, room.id)
  await hears(socket, 2)
  expect(typings(socket).map(({ thread }) => thread as string)).toEqual([root.id, root.id])
})

test('[TYP-5] said again within half a second it is refused as a flood, on every door, whatever came between', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  const codes = []
  for (let i = 0; i < 5; i++) {
    codes.push(await socket.command('typing.start', { room: room.id }))
    await socket.command('typing.stop', { room: room.id })
  }
  // However slow the machine: what was taken was told, what was refused was not.
  const taken = codes.filter((code) => code !== 'rate_limited').length
  expect(taken).toBeLessThan(5)
  await waitFor(async () => (await types(ana, room.id)).status === 204)
  const { status, body, response } = await types(ana, room.id)
  expect([status, body.code, response.headers.get('retry-after')]).toEqual([
    429,
    'rate_limited',
    '1',
  ])
  await ana.send(room.id, 'the end')
  await socket.hears(room.id, 1)
  const started = words(socket).filter((word) => word === 'Ana …')
  expect(started).toHaveLength(taken + 1)
})

if (DATABASE !== 'sqlite') {
  for (const [name, bus] of BUSES) {
    test(`[TYP-9] on ${name}: it is told on every node, ends on every node, and a rateLimiter is one on all`, async () => {
      await using cluster = await nodes(2, { PARLANCE_REDIS_URL: bus })
      const ana = await cluster.at(0).user('Ana')
      const ben = await cluster.at(1).user('Ben')
      const room = await ana.room('group', ben)
      const listeners = [
        await ana.socket(),
        await ana.stream(),
        await ben.socket(),
        await ben.stream(),
      ]
      await types(ana, room.id)
      for (const listener of listeners) await hears(listener, 1)
      expect((await types(cluster.at(1).as(ana.token), room.id)).status).toBe(429)
      await ana.send(room.id, 'said')
      for (const listener of listeners) await hears(listener, 2)
      await types(ben, room.id)
      for (const listener of listeners) await hears(listener, 3)
      await stops(ben, room.id)
      for (const listener of listeners)
        expect(await hears(listener, 4)).toEqual(['Ana …', 'Ana .', 'Ben …', 'Ben .'])
      await types(ana, room.id)
      for (const listener of listeners)
        expect((await hears(listener, 6)).slice(4)).toEqual(['Ana …', 'Ana .'])
    })
  }

  test('[TYP-9] nobody is left typing by a node that was killed', async () => {
    await using first = await parlance({ PARLANCE_REDIS_URL: REDIS })
    const { PARLANCE_DATABASE_URL } = first.place
    await using second = await ownProcess({ PARLANCE_DATABASE_URL, PARLANCE_REDIS_URL: REDIS })
    await second.start()
    const [ana, ben] = [await first.user('Ana'), await first.user('Ben')]
    const room = await ana.room('group', ben)
    const listener = await ana.socket()
    const there = ben.at(second.url)
    await there.socket()
    await types(there, room.id)
    await hears(listener, 1)
    await second.kill()
    expect(await hears(listener, 2)).toEqual(['Ben …', 'Ben .'])
  })
}
