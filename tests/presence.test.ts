import { expect, test } from 'bun:test'
import type { Presence } from '../protocol/entities.ts'
import { LIMITS } from '../protocol/limits.ts'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { BUSES, nodes, REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { hears, of, shows, states, type Told, told } from './support/presence.ts'
import { ownProcess } from './support/process.ts'
import { TcpProxy } from './support/proxy.ts'
import { waitFor } from './support/wait.ts'

const becomes = (asker: Client, room: string, who: Client, state: string) =>
  waitFor(async () => (await of(asker, room, who))?.state === state)

test('[PRE-1] whoever has a connection is online, and goes offline with the last one: each told once', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const listeners = [await ana.socket(), await ana.stream()]
  expect(await of(ana, room.id, ben)).toEqual({
    user: { id: ben.id, name: 'Ben' } as never,
    state: 'offline',
  })

  const tabs = await Promise.all([ben.socket(), ben.stream(), ben.socket()])
  for (const listener of listeners) await hears(listener, ben, 1)
  expect((await of(ana, room.id, ben))?.state).toBe('online')
  const before = Date.now()
  for (const tab of tabs) tab.close()
  for (const listener of listeners) {
    expect(await hears(listener, ben, 2)).toEqual(['online', 'offline'])
    expect(told(listener, ben)[1]).toEqual({
      type: 'presence.changed',
      log: room.id,
      user: { id: ben.id, name: 'Ben' } as never,
      at: expect.any(String),
      state: 'offline',
      lastSeenAt: expect.any(String),
    })
    const { lastSeenAt } = (await of(ana, room.id, ben)) as Presence
    expect(lastSeenAt).toBe(told(listener, ben)[1]?.lastSeenAt as string)
    expect(Date.parse(lastSeenAt ?? '')).toBeGreaterThanOrEqual(before)
  }
})

test('[PRE-2] a tab that is closed while another is open, and a reload, are no absence', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const listener = await ana.socket()
  const tabs = [await ben.socket(), await ben.stream()]
  for (let reload = 0; reload < 3; reload++) {
    for (const tab of tabs.splice(0)) tab.close()
    // A page that is slow to load: this time is what the grace is for.
    await Bun.sleep(500)
    tabs.push(await ben.socket())
  }
  tabs.push(await ben.stream())
  tabs.shift()?.close()
  // Longer than the grace: that it is over is seen by somebody else who went later.
  const cleo = await server.user('Cleo')
  await cleo.ask('GET', '/me')
  await ana.ask('PUT', `/rooms/${room.id}/members/${cleo.id}`)
  const other = await cleo.socket()
  other.close()
  expect(await hears(listener, cleo, 2)).toEqual(['online', 'offline'])
  expect(states(listener, ben)).toEqual(['online'])
  tabs.shift()?.close()
  expect(await hears(listener, ben, 2)).toEqual(['online', 'offline'])
})

test('[PRE-3] away, and a line about oneself, are told when they change, and not when they do not', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  const listener = await ana.socket()
  const tab = await ben.socket()
  await hears(listener, ben, 1)
  expect(await tab.command('presence.update', {})).toEqual({ state: 'online' })
  expect(await shows(ben, { state: 'away' })).toEqual({ state: 'away' })
  await shows(ben, { state: 'away' })
  await hears(listener, ben, 2)
  expect(await shows(ben, { status: ' In a  meeting ' })).toEqual({
    state: 'away',
    status: 'In a meeting',
  })
  await hears(listener, ben, 3)
  await hears(tab, ben, 3) // one’s own tabs are told as well
  expect(await of(ana, room.id, ben)).toMatchObject({ state: 'away', status: 'In a meeting' })
  await shows(ben, { state: 'online', status: '' })
  await hears(listener, ben, 4)
  expect(told(listener, ben).map(({ state, status }) => [state, status])).toEqual([
    ['online', undefined],
    ['away', undefined],
    ['away', 'In a meeting'],
    ['online', undefined],
  ])
  expect(await of(ana, room.id, ben)).toEqual({
    user: { id: ben.id, name: 'Ben' } as never,
    state: 'online',
  })
  const long = await ben.call('PUT', '/me/presence', {
    status: 'x'.repeat(LIMITS.statusLength + 1),
  })
  expect(long.body.code).toBe('invalid_input')
  expect((await ben.call('PUT', '/me/presence', { state: 'offline' })).body.code).toBe(
    'invalid_input',
  )
})

test('[PRE-3] the line stays when one goes; what one shows is kept for when one is back', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = await ana.room('group', ben)
  await shows(ben, { state: 'away', status: 'On holiday' })
  expect(await of(ana, room.id, ben)).toMatchObject({ state: 'offline', status: 'On holiday' })
  await ben.stream()
  await becomes(ana, room.id, ben, 'away')
})

test('[PRE-8] after a restart who does not come back is offline, and was last seen when it ended', async () => {
  await using server = await ownProcess()
  const child = await server.start()
  await using helper = await parlance()
  const [ana, ben] = [await helper.user('Ana'), await helper.user('Ben')].map((c) =>
    c.at(server.url),
  ) as [Client, Client]
  const room = await ana.room('group', ben)
  await ben.socket()
  await becomes(ana, room.id, ben, 'online')
  const before = Date.now()
  child.kill('SIGTERM')
  await child.exited
  await server.start()
  const { state, lastSeenAt } = (await of(ana, room.id, ben)) as Presence
  expect(state).toBe('offline')
  expect(Date.parse(lastSeenAt ?? '')).toBeGreaterThanOrEqual(before)
  // As after a crash, though then nobody wrote it down.
  await ben.socket()
  await becomes(ana, room.id, ben, 'online')
  await server.kill()
  await server.start()
  expect((await of(ana, room.id, ben))?.state).toBe('offline')
})

if (DATABASE !== 'sqlite') {
  for (const [name, bus] of BUSES) {
    test(`[PRE-9] on ${name}: many tabs on many nodes are one presence, told once on every node`, async () => {
      await using cluster = await nodes(3, { PARLANCE_REDIS_URL: bus })
      const ana = await cluster.at(0).user('Ana')
      const ben = await cluster.at(1).user('Ben')
      const room = await ana.room('group', ben)
      const listeners = []
      for (const node of cluster.all) {
        const there = ana.at(node.url)
        listeners.push(await there.socket(), await there.stream())
      }
      const tabs = await Promise.all(
        cluster.all.flatMap(({ url }) => [ben.at(url).socket(), ben.at(url).stream()]),
      )
      for (const listener of listeners) await hears(listener, ben, 1)
      for (const { url } of cluster.all) await becomes(ana.at(url), room.id, ben, 'online')
      await shows(ben, { state: 'away' })
      for (const listener of listeners) await hears(listener, ben, 2)
      for (const tab of tabs) tab.close()
      for (const listener of listeners) await hears(listener, ben, 3)
      for (const { url } of cluster.all) await becomes(ana.at(url), room.id, ben, 'offline')
      await shows(ben, { state: 'online' })
      await ben.at(cluster.at(2).url).socket()
      for (const listener of listeners)
        expect(await hears(listener, ben, 4)).toEqual(['online', 'away', 'offline', 'online'])
      // Both on a node are told the same words.
      const last = listeners.map((listener) => told(listener, ben)[2]?.lastSeenAt)
      for (let i = 0; i < last.length; i += 2) expect(last[i]).toBe(last[i + 1] ?? '')
    })
  }

  test('[PRE-9] who moves from node to node in the time of a reload was never away', async () => {
    await using cluster = await nodes(2)
    const ana = await cluster.at(0).user('Ana')
    const ben = await cluster.at(1).user('Ben')
    await ana.room('group', ben)
    const listeners = [await ana.socket(), await ana.at(cluster.at(1).url).socket()]
    for (let i = 0; i < 4; i++) {
      const tab = await ben.at(cluster.at(i).url).socket()
      for (const listener of listeners) await hears(listener, ben, 1)
      tab.close()
      await tab.ends()
    }
    for (const listener of listeners)
      expect(await hears(listener, ben, 2)).toEqual(['online', 'offline'])
  })

  test('[PRE-10] with a node that is killed go those who were there alone: told once by each other node', async () => {
    await using cluster = await nodes(2)
    const { PARLANCE_DATABASE_URL } = cluster.at(0).place
    await using third = await ownProcess({ PARLANCE_DATABASE_URL, PARLANCE_REDIS_URL: REDIS })
    await third.start()
    const ana = await cluster.at(0).user('Ana')
    const ben = (await cluster.at(0).user('Ben')).at(third.url)
    const cleo = (await cluster.at(0).user('Cleo')).at(third.url)
    const room = await ana.room('group', ben, cleo)
    const listeners = [await ana.socket(), await ana.at(cluster.at(1).url).stream()]
    const before = Date.now()
    await Promise.all([ben.socket(), cleo.socket(), cleo.stream()])
    for (const listener of listeners) {
      await hears(listener, ben, 1)
      await hears(listener, cleo, 1)
    }
    await third.kill()
    // She comes back before it is noticed, to another node.
    await cleo.at(cluster.at(1).url).socket()
    for (const listener of listeners) {
      await hears(listener, ben, 2)
      const { lastSeenAt } = told(listener, ben)[1] as Told
      // When it was last received of, and not when its silence was noticed.
      expect(Date.parse(lastSeenAt ?? '')).toBeGreaterThanOrEqual(before)
      expect(Date.parse(lastSeenAt ?? '')).toBeLessThan(Date.now() - 3000)
    }
    for (const { url } of cluster.all) {
      expect(await of(ana.at(url), room.id, ben)).toMatchObject({ state: 'offline' })
      expect(await of(ana.at(url), room.id, cleo)).toMatchObject({ state: 'online' })
    }
    await ben.at(cluster.at(0).url).socket()
    await shows(cleo.at(cluster.at(1).url), { state: 'away' })
    for (const listener of listeners) {
      expect(await hears(listener, ben, 3)).toEqual(['online', 'offline', 'online'])
      expect(await hears(listener, cleo, 2)).toEqual(['online', 'away'])
    }
  })

  test('[PRE-11] while the bus is away nobody is taken for gone; when it is back everyone knows who is there', async () => {
    await using proxy = await TcpProxy.open(Number(new URL(REDIS).port))
    await using cluster = await nodes(2, { PARLANCE_REDIS_URL: `redis://127.0.0.1:${proxy.port}` })
    const ana = await cluster.at(0).user('Ana')
    const [ben, cleo, dan] = [
      await cluster.at(1).user('Ben'),
      await cluster.at(1).user('Cleo'),
      await cluster.at(1).user('Dan'),
    ]
    const room = await ana.room('group', ben, cleo, dan)
    const [listener, there] = [await ana.socket(), await ana.at(cluster.at(1).url).socket()]
    const tab = await ben.socket()
    await dan.socket()
    await hears(listener, ben, 1)
    await hears(listener, dan, 1)

    proxy.down()
    tab.close()
    await cleo.socket()
    // Ben’s going takes longer to be noticed than a node that is silent.
    expect(await hears(there, ben, 2)).toEqual(['online', 'offline'])
    expect((await of(ana, room.id, ben))?.state).toBe('online')
    expect((await of(ana, room.id, dan))?.state).toBe('online')
    proxy.heal()
    expect(await hears(listener, ben, 2)).toEqual(['online', 'offline'])
    expect(await hears(listener, cleo, 1)).toEqual(['online'])
    await shows(dan, { state: 'away' })
    expect(await hears(listener, dan, 2)).toEqual(['online', 'away'])
  }, 60_000)
}
