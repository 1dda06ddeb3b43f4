import { expect, test } from 'bun:test'
import type { EphemeralEvent } from '../protocol/events.ts'
import { type MessageId, timeOf } from '../protocol/ids.ts'
import { LIMITS } from '../protocol/limits.ts'
import type { Client } from './support/client.ts'
import { DATABASE, freshDatabase, run } from './support/database.ts'
import { REDIS } from './support/nodes.ts'
import { parlance, token } from './support/parlance.ts'
import { Socket } from './support/socket.ts'
import { waitFor } from './support/wait.ts'
import { CAN_SET_CLOCKS, clocked } from './support/wall-clock.ts'

const MINUTES_S = 600
/** Far less than any clock here is wrong by. */
const NEAR_MS = 20_000
const isNear = (at: string | number) => Math.abs(new Date(at).getTime() - Date.now()) < NEAR_MS

type Told<T extends EphemeralEvent['type']> = Extract<EphemeralEvent, { type: T }>
type Listener = { readonly signals: readonly EphemeralEvent[] }
const told = ({ signals }: Listener, who: Client) =>
  signals.filter(
    (s): s is Told<'presence.changed'> => s.type === 'presence.changed' && s.user.id === who.id,
  )
const states = (listener: Listener, who: Client) => told(listener, who).map(({ state }) => state)
const hears = (listener: Listener, who: Client, count: number, seconds = 20) =>
  waitFor(() => told(listener, who).length >= count && states(listener, who), seconds)

if (CAN_SET_CLOCKS) {
  test('[CLK-1] who leaves as the wall clock is set back goes offline as soon as ever', async () => {
    await using server = await clocked()
    const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
    await ana.room('group', ben)
    const listener = await ana.socket()
    const tab = await ben.socket()
    await hears(listener, ben, 1)
    tab.close()
    await server.set(-MINUTES_S)
    expect(await hears(listener, ben, 2)).toEqual(['online', 'offline'])
    expect(isNear(told(listener, ben)[1]?.lastSeenAt ?? '')).toBe(true)
  }, 60_000)

  test('[CLK-1] a reload as the wall clock is set forward is no absence', async () => {
    await using server = await clocked()
    const [ana, ben, cleo] = [
      await server.user('Ana'),
      await server.user('Ben'),
      await server.user('Cleo'),
    ]
    await ana.room('group', ben, cleo)
    const listener = await ana.socket()
    const tabs = [await ben.socket(), await cleo.socket()]
    await hears(listener, ben, 1)
    await hears(listener, cleo, 1)
    for (const tab of tabs) tab.close()
    await server.set(MINUTES_S)
    // A page that is slow to load: this time is what the grace is for.
    await Bun.sleep(1500)
    await ben.socket()
    expect(await hears(listener, cleo, 2)).toEqual(['online', 'offline'])
    expect(states(listener, ben)).toEqual(['online'])
  }, 60_000)

  test('[CLK-2] a token that ends closes its connections though the wall clock is set back, and no others though it is set forward', async () => {
    await using server = await clocked()
    const opened = async (seconds: number) => {
      const exp = Math.floor(Date.now() / 1000) + seconds
      const who = await server.user('Ana', { exp })
      const graphql = new WebSocket(
        `${server.url.replace('http', 'ws')}/graphql`,
        'graphql-transport-ws',
      )
      const ended: number[] = []
      graphql.onclose = ({ code }) => ended.push(code)
      await waitFor(() => graphql.readyState === WebSocket.OPEN)
      const payload = { Authorization: `Bearer ${who.token}` }
      const greeted = new Promise((resolve) => (graphql.onmessage = resolve))
      graphql.send(JSON.stringify({ type: 'connection_init', payload }))
      await greeted
      const [socket, stream] = [await who.socket(), await who.stream()]
      return { socket, stream, ended }
    }
    const open = ({ socket, stream, ended }: Awaited<ReturnType<typeof opened>>) =>
      socket.closed === undefined && !stream.ended && ended.length === 0
    const long = await opened(MINUTES_S / 2)
    await server.set(MINUTES_S)
    expect(await server.isGood(MINUTES_S / 2)).toBe(false)
    await server.set(0)
    expect(open(long)).toBe(true)
    const short = await opened(8)
    await server.set(-MINUTES_S)
    expect((await short.socket.ends()).code).toBe(4401)
    await waitFor(() => short.stream.ended)
    expect(short.stream.said.at(-1)?.data).toContain('token_expired')
    expect(await waitFor(() => short.ended.length > 0 && short.ended)).toEqual([4401])
    expect(open(long)).toBe(true)
  }, 60_000)

  if (DATABASE === 'sqlite')
    test('[CLK-5] the built-in database’s time never goes back, and does not stand still', async () => {
      await using server = await clocked(MINUTES_S)
      const ana = await server.user('Ana', { exp: Math.floor(Date.now() / 1000) + 2 * MINUTES_S })
      const room = await ana.room()
      const at = async (text: string) => Date.parse((await ana.send(room.id, text)).createdAt)
      const before = await at('before')
      await server.set(0)
      const after = await at('after')
      const began = performance.now()
      expect(after).toBeGreaterThanOrEqual(before)
      const later = await waitFor(async () => {
        const later = await at('later')
        return later - after >= 500 && later
      })
      // At half its pace, so that it comes to be right again.
      expect(later - after).toBeLessThan((performance.now() - began) * 0.75)
    })
}

test('[CLK-6] the database’s clock is what it is whatever its time zone does', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  expect(isNear((await ana.send(room.id, 'now')).createdAt)).toBe(true)
})

test('[CLK-4] what the app says of a name stands against the token in use, though the app’s clock is ahead', async () => {
  await using server = await parlance()
  const sub = `ana-${crypto.randomUUID()}`
  const iat = Math.floor(Date.now() / 1000) + 60
  const come = async (jti: string, claims: object = {}) =>
    server.as(await token({ sub, iat, jti, name: 'Ana', ...claims })).ask('GET', '/me')
  expect((await come('1')).name).toBe('Ana')
  await server.backend().ask('PATCH', `/users/${sub}`, { name: 'Ann' })
  expect((await come('2')).name).toBe('Ann')
  expect((await come('3', { iat: iat + 5, name: 'Anna' })).name).toBe('Anna')
})

if (CAN_SET_CLOCKS && DATABASE !== 'sqlite' && REDIS !== '') {
  /** Two nodes: the clock of the first is right, that of the second so far ahead. */
  const pair = async (offS: number) => {
    const { url, drop } = await freshDatabase()
    const settings = { PARLANCE_DATABASE_URL: url, PARLANCE_REDIS_URL: REDIS }
    const nodes = [await clocked(0, settings), await clocked(offS, settings)] as const
    return {
      nodes,
      ways: [nodes, [nodes[1], nodes[0]]] as const,
      sql: (statement: string) => run(DATABASE, url, statement),
      [Symbol.asyncDispose]: async () => {
        for (const node of nodes) await node[Symbol.asyncDispose]()
        await drop()
      },
    }
  }
  /** Good for both. */
  const exp = Math.floor(Date.now() / 1000) + 4 * MINUTES_S

  test('[CLK-1] who was on a node that died goes offline in time, though the clock of who notices was set back', async () => {
    await using at = await pair(0)
    const [here, there] = at.nodes
    const [ana, ben] = [await here.user('Ana'), await there.user('Ben')]
    await ana.room('group', ben)
    const listener = await ana.socket()
    await ben.socket()
    await hears(listener, ben, 1)
    await there.kill()
    await here.set(-MINUTES_S)
    expect(await hears(listener, ben, 2)).toEqual(['online', 'offline'])
    expect(isNear(told(listener, ben)[1]?.lastSeenAt ?? '')).toBe(true)
  }, 60_000)

  for (const offS of [90, -MINUTES_S]) {
    const apart = `on nodes whose clocks are ${Math.abs(offS)} s apart`

    test(`[CLK-3] ${apart} tickets, tokens and invitations of one are good on the other, until their end`, async () => {
      await using at = await pair(offS)
      for (const [here, there] of at.ways) {
        const [ana, ben] = [await here.user('Ana', { exp }), await there.user('Ben', { exp })]
        const room = await ana.room()
        await ben.ask('GET', '/me')

        const { ticket, expiresAt } = await ana.ask('POST', '/tickets')
        expect(isNear(expiresAt)).toBe(false) // it is 30 s ahead
        expect(Math.abs(Date.parse(expiresAt) - 30_000 - Date.now())).toBeLessThan(NEAR_MS)
        const socket = await Socket.connect(there.url, {}, `?ticket=${ticket}`)
        socket.say({ type: 'hello' })
        expect(await socket.command('me.get', {})).toMatchObject({ id: ana.id })

        const minted = await here.backend().ask('POST', '/tokens', { user: ana.id, seconds: 60 })
        expect((await ana.at(there.url).call('GET', '/me')).status).toBe(200)
        const headers = { authorization: `Bearer ${minted.token}` }
        expect((await fetch(`${there.url}/api/v1/me`, { headers })).status).toBe(200)

        const path = `/rooms/${room.id}/invitations`
        const long = await ana.ask('POST', path, { seconds: 60 })
        const listed = await ana.at(there.url).ask('GET', path)
        expect(listed.invitations).toHaveLength(1)
        await ben.ask('POST', '/invitations/accept', { code: long.code })
        const short = await ana.ask('POST', path, { seconds: 1 })
        await waitFor(() => Date.now() > Date.parse(short.expiresAt))
        const cleo = await there.user('Cleo', { exp })
        for (const url of [here.url, there.url]) {
          const { body } = await cleo
            .at(url)
            .call('POST', '/invitations/accept', { code: short.code })
          expect(body.code).toBe('invitation_over')
        }
      }
    }, 60_000)

    test(`[CLK-3] ${apart} a deletion is taken back on the other within its minute, and not after it`, async () => {
      await using at = await pair(offS)
      for (const [here, there] of at.ways) {
        const ana = await here.user('Ana', { exp })
        const room = await ana.room()
        const deleted = async () => {
          const { id } = await ana.send(room.id, 'said in haste')
          await ana.ask('DELETE', `/rooms/${room.id}/messages/${id}`)
          return `/rooms/${room.id}/messages/${id}/restore`
        }
        const restored = await ana.at(there.url).ask('POST', await deleted())
        expect(restored.text).toBe('said in haste')
        const path = await deleted()
        // As if it had been a minute ago.
        await at.sql(`update trash set at = at - ${LIMITS.restoreMs}`)
        for (const url of [there.url, here.url])
          expect((await ana.at(url).call('POST', path)).body.code).toBe('too_late')
      }
    }, 60_000)

    test(`[CLK-3] ${apart} everything that is said has one time and one order`, async () => {
      await using at = await pair(offS)
      const [here, there] = at.nodes
      const [ana, ben] = [await here.user('Ana', { exp }), await there.user('Ben', { exp })]
      const room = await ana.room('group', ben)
      const listeners = [await ana.socket(), await ana.at(there.url).stream()]
      const tab = await ben.socket()
      for (const listener of listeners) await hears(listener, ben, 1)

      await ben.ask('PUT', `/rooms/${room.id}/typing`)
      for (const listener of listeners) {
        const typing = await waitFor(() =>
          listener.signals.find((s): s is Told<'typing.started'> => s.type === 'typing.started'),
        )
        expect([isNear(typing.at), Date.parse(typing.until) - Date.parse(typing.at)]).toEqual([
          true,
          LIMITS.typingMs,
        ])
      }

      const called = []
      for (const url of [there.url, here.url, there.url, here.url]) {
        const { id } = await ben.at(url).send(room.id, 'Ana!', { mentions: { users: [ana.id] } })
        expect(isNear(timeOf(id as MessageId))).toBe(true)
        called.unshift(id)
      }
      const { mentions } = await ana.ask('GET', '/mentions')
      expect(mentions.map((m: { message: { id: string } }) => m.message.id)).toEqual(called)

      tab.close()
      for (const listener of listeners) {
        await hears(listener, ben, 2)
        expect(isNear(told(listener, ben)[1]?.lastSeenAt ?? '')).toBe(true)
        expect(isNear(told(listener, ben)[1]?.at ?? '')).toBe(true)
      }

      const key = await here.backend().ask('POST', '/keys', { name: 'One', scopes: ['users:read'] })
      await there.backend(key.key).ask('GET', '/users')
      const { keys } = await here.backend().ask('GET', '/keys')
      expect(isNear(keys[0].lastUsedAt)).toBe(true)
    }, 60_000)

    test(`[CLK-4] ${apart} a name that the app gives on one gives way to a later token on the other`, async () => {
      await using at = await pair(offS)
      for (const [here, there] of at.ways) {
        const ana = await here.user('Ana', { exp })
        await ana.ask('GET', '/me')
        await there.backend().ask('PATCH', `/users/${ana.id}`, { name: 'Ann' })
        expect((await ana.ask('GET', '/me')).id).toBe(ana.id)
        const iat = Math.floor(Date.now() / 1000) + 1
        const old = here.as(await token({ sub: ana.id, name: 'Ana', iat: iat - 30, exp }))
        expect((await old.ask('GET', '/me')).name).toBe('Ann')
        const later = here.as(await token({ sub: ana.id, name: 'Anna', iat, exp }))
        expect((await later.ask('GET', '/me')).name).toBe('Anna')
      }
    }, 60_000)
  }
}
