import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join as pathOf } from 'node:path'
import { createChat, userId } from '@parlance/sdk'
import { sse } from '@parlance/sdk/sse'
import type { Presence } from '../protocol/entities.ts'
import { Driver, type Kind } from './conformance/drivers.ts'
import { type Client, texts } from './support/client.ts'
import { API_KEY, type Parlance, parlance } from './support/parlance.ts'
import { TcpProxy } from './support/proxy.ts'
import { Socket } from './support/socket.ts'
import { SOCKETS, STREAMS, type Stoppable } from './support/stoppable.ts'
import { Stream } from './support/stream.ts'
import { waitFor } from './support/wait.ts'

// Connections that are open and dead. These tests wait for a minute, all of them at once.

async function connections({ management }: Parlance, door: string): Promise<number> {
  const headers = { authorization: `Bearer ${API_KEY}` }
  const metrics = await (await fetch(`${management}/metrics`, { headers })).text()
  return Number(
    new RegExp(`^parlance_connections\\{transport="${door}"\\} (\\d+)`, 'm').exec(metrics)?.[1],
  )
}

async function isCutOff({ door, join }: Stoppable, busy: boolean): Promise<void> {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const { id } = await ana.room('public', ...(door === 'quick' ? [] : [ben]))
  const isOnline = async () => {
    const { presence } = await ana.ask('GET', `/rooms/${id}/presence`)
    return presence.some((p: Presence) => p.user.name === 'Ben' && p.state !== 'offline')
  }
  const awake = await ana.socket()
  const before = await connections(server, door)
  await using client = await join(server.url, ben.token, id)
  await waitFor(isOnline)
  expect(await connections(server, door)).toBe(before + 1)
  const talk = setInterval(() => busy && void ana.send(id, 'on and on'), 500)
  client.stop()
  await waitFor(async () => !(await isOnline()) && (await connections(server, door)) === before, 75)
  clearInterval(talk)
  // Who answers stays.
  expect(awake.closed).toBeUndefined()
}

for (const busy of [false, true]) {
  const where = `in a ${busy ? 'busy' : 'quiet'} room`
  for (const [kind, each] of Object.entries(SOCKETS))
    test.concurrent(
      `[SLO-7] ${kind} that is stopped ${where} is cut off, and its user is offline`,
      () => isCutOff(each, busy),
      120_000,
    )
  for (const [kind, each] of Object.entries(STREAMS))
    test.concurrent(
      `[SLO-8] ${kind} that is stopped ${where} is cut off, and its user is offline`,
      () => isCutOff(each, busy),
      120_000,
    )
}

// A stream receives nothing from its reader. So it ends within a minute, and a reader that is there comes back.

const WITHIN_S = 70

async function setUp() {
  const server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  const room = (await ana.room('group', ben)).id
  return { server, ana, ben, room, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

/** Somebody who talks all the time, and what is said. */
function talker(who: Client, room: string) {
  const said: string[] = []
  let isOver = false
  const talking = (async () => {
    for (; !isOver; await Bun.sleep(100)) {
      const text = `${said.length}`
      await who.send(room, text)
      said.push(text)
    }
  })()
  return {
    said,
    end: () => {
      isOver = true
      return talking
    },
  }
}

/** The connections of a proxy on which a stream was asked for. */
function streamsOf(proxy: TcpProxy): number[] {
  const streams: number[] = []
  proxy.delay(0, (_, connection, bytes) => {
    if (bytes.includes('GET /api/v1/events')) streams.push(connection)
    return false
  })
  return streams
}

const SOON = expect.stringMatching(/^([5-9]\d|100)$/)
const LATER = expect.stringMatching(/^[12]\d{3}$/)

test.concurrent('[SLO-9] an event stream ends within a minute; its reader comes back, misses nothing, and was never away', async () => {
  await using at = await setUp()
  const { ana, ben, room } = at
  const watching = await ana.socket()
  const type = () => ben.ask('PUT', `/rooms/${room}/typing`)
  // On a busy machine two can arrive at once, and one of them is refused.
  const types = setInterval(() => type().catch(() => undefined), 2000)
  const talk = talker(ana, room)
  const first = await ben.stream()
  const heardFrom = talk.said.length
  await waitFor(() => first.ended, WITHIN_S)
  expect(first.said[0]).toEqual({ retry: LATER })
  expect(first.said.at(-1)).toEqual({ event: 'reconnect', retry: SOON, data: '{}' })
  await Bun.sleep(1000) // as a slow network
  const next = await ben.stream(first.lastId)
  expect(next.said[0]).toEqual({ retry: LATER })
  await waitFor(() => texts(next.events).length > 20)
  await talk.end()
  clearInterval(types)
  await waitFor(() => texts(next.events).at(-1) === talk.said.at(-1))
  const received = [...texts(first.events), ...texts(next.events)]
  expect(received).toEqual(talk.said.slice(-received.length))
  expect(received.length).toBeGreaterThanOrEqual(talk.said.length - heardFrom)
  const ends = () =>
    watching.signals.filter(
      (s) =>
        s.type === 'typing.stopped' || (s.type === 'presence.changed' && s.state === 'offline'),
    )
  expect(ends()).toEqual([])
  // Were he gone, it would have been received.
  await waitFor(() =>
    type().then(
      () => true,
      () => false,
    ),
  )
  next.close()
  await waitFor(() => ends().length === 2)
}, 120_000)

const ROOM = `subscription ($room: ID!, $after: String) {
  roomEvents(room: $room, after: $after) { after event { ... on MessageCreated { message { text } } } }
}`
type Heard = { after: string; event: { message?: { text: string } } }

test.concurrent('[SLO-9] a GraphQL stream ends so without `complete`, and goes on by `after` and by Last-Event-ID', async () => {
  await using at = await setUp()
  const { server, ana, ben, room } = at
  const open = (variables: object, headers: Record<string, string> = {}) =>
    Stream.open(
      `${server.url}/graphql?${new URLSearchParams({ query: ROOM, variables: JSON.stringify({ room, ...variables }) })}`,
      { accept: 'text/event-stream', authorization: `Bearer ${ben.token}`, ...headers },
    )
  const heardBy = ({ said }: Stream): Heard[] =>
    said.flatMap(({ event, data }) =>
      event === 'next' && data ? JSON.parse(data).data.roomEvents : [],
    )
  const textsOf = (received: readonly Heard[]) =>
    received.flatMap(({ event }) => event.message?.text ?? [])
  const first = await open({})
  const talk = talker(ana, room)
  await waitFor(() => first.ended, WITHIN_S)
  const said = first.said.slice(1)
  // What clients of graphql-sse do not know would be an error to them.
  expect([...new Set(said.flatMap(({ event }) => event ?? []))]).toEqual(['next'])
  expect([first.said[0], said.at(-1)]).toEqual([{ retry: LATER }, { retry: SOON }])
  const received = textsOf(heardBy(first))
  expect(received.length).toBeGreaterThan(20)
  for (const next of [
    await open({ after: heardBy(first).at(-1)?.after }),
    await open({}, { 'last-event-id': first.lastId ?? '' }),
  ]) {
    await waitFor(() => textsOf(heardBy(next)).length > 5)
    const all = [...received, ...textsOf(heardBy(next))]
    await waitFor(() => talk.said.length >= all.length)
    expect(all).toEqual(talk.said.slice(0, all.length))
  }
  await talk.end()
}, 120_000)

test.concurrent('[CLI-11] the SDK goes on in the next stream: nothing is missed, nobody is told, no call is given up', async () => {
  await using at = await setUp()
  const { server, ana, ben, room } = at
  await using proxy = await TcpProxy.open(Number(new URL(server.url).port))
  const streams = streamsOf(proxy)
  const tokens: string[] = []
  const token = () => {
    tokens.push(ben.token)
    return ben.token
  }
  using chat = createChat({ url: `http://127.0.0.1:${proxy.port}`, token, transport: sse })
  const states: string[] = []
  const received: string[] = []
  chat.onStatus(({ state }) => states.push(state))
  chat.on('message.created', ({ message }) => received.push(message.text))
  await waitFor(() => chat.status.state === 'live')
  const talk = talker(ana, room)
  // What must not be said twice is rejected where its connection ends.
  const made: Promise<unknown>[] = []
  const dm = { type: 'dm', members: [userId(ana.id)] } as const
  const makes = setInterval(() => made.push(chat.rooms.create(dm)), 50)
  await waitFor(() => streams.length === 2, WITHIN_S)
  await waitFor(() => talk.said.length > received.length || received.length > 20)
  clearInterval(makes)
  await talk.end()
  await waitFor(() => received.at(-1) === talk.said.at(-1))
  expect(received).toEqual(talk.said)
  expect(states).toEqual(['connecting', 'live'])
  expect(tokens).toHaveLength(1)
  expect((await Promise.allSettled(made)).filter(({ status }) => status === 'rejected')).toEqual([])
}, 120_000)

test.concurrent('[SLO-10] a socket answers ping at once, also while commands are carried out', async () => {
  await using at = await setUp()
  const socket = await at.ana.socket()
  const sent = Array.from({ length: 20 }, (_, i) =>
    socket.command('messages.send', { room: at.room, text: `${i}` }),
  )
  socket.say({ type: 'ping' })
  await Promise.all(sent)
  const types = socket.frames.map(({ type }) => type)
  expect(types.filter((type) => type === 'pong')).toHaveLength(1)
  expect(types.indexOf('pong')).toBeLessThan(types.lastIndexOf('result'))
  // However it is spelled.
  socket.say('{ "type": "p\\u0069ng" }')
  await waitFor(() => socket.frames.filter(({ type }) => type === 'pong').length === 2)
  const early = await Socket.connect(at.server.url)
  early.say({ type: 'ping' })
  expect(await early.ends()).toEqual({ code: 4400, reason: 'hello_missing' })
})

test.concurrent('[CLI-10] a stream that is swallowed alone is renewed, while commands are answered', async () => {
  await using at = await setUp()
  const { server, ana, ben, room } = at
  await using proxy = await TcpProxy.open(Number(new URL(server.url).port))
  const [streams, states, received] = [streamsOf(proxy), [] as string[], [] as string[]]
  const url = `http://127.0.0.1:${proxy.port}`
  using chat = createChat({ url, token: () => ben.token, transport: sse })
  chat.onStatus(({ state }) => states.push(state))
  chat.on('message.created', ({ message }) => received.push(message.text))
  await waitFor(() => chat.status.state === 'live')
  proxy.silence((_, connection) => connection === streams[0])
  await ana.send(room, 'missed')
  await waitFor(async () => (await chat.me.get({})) && received.length > 0 && received, WITHIN_S)
  expect([received, states]).toEqual([['missed'], ['connecting', 'live']])
}, 120_000)

const HAS_GO = Bun.which('go') !== null && existsSync(pathOf(import.meta.dir, '../sdk/go/go.mod'))
const SDKS: readonly Kind[] = ['bun', 'bun-sse', ...(HAS_GO ? (['go'] as const) : [])]

for (const kind of SDKS)
  test.concurrent(`[CLI-10] ${kind}: a connection that swallows everything is given up, and no call hangs`, async () => {
    await using at = await setUp()
    const { server, ana, ben, room } = at
    await using driver = await Driver.start(kind, server.url)
    await using proxy = await TcpProxy.open(Number(new URL(server.url).port))
    const chat = `ben ${ben.id}`
    const { told, states, resets } = await driver.live(
      chat,
      `http://127.0.0.1:${proxy.port}`,
      ben.token,
    )
    const call = (name: string, input: object) => driver.try({ do: 'call', chat, name, input })
    const received = () =>
      told.flatMap(({ type, message }) =>
        type === 'message.created' ? (message as { text: string }).text : [],
      )
    await ana.send(room, 'received')
    await waitFor(() => received().length === 1)
    const over = proxy.silence()
    const sent = call('messages.send', { room, text: 'in flight' })
    const made = call('rooms.create', { type: 'group', name: 'Once' })
    await ana.send(room, 'missed')
    await waitFor(() => states.some(({ state }) => state === 'waiting'), 75)
    // It may have happened, and must not happen twice.
    expect((await made).error?.code).toBe('disconnected')
    over()
    expect((await sent).result).toMatchObject({ text: 'in flight' })
    await waitFor(() => states.at(-1)?.state === 'live' && received().length >= 3, 60)
    const all = (await ana.history(room)).map(({ text }) => text)
    expect(all.toSorted()).toEqual(['in flight', 'missed', 'received'])
    expect(received()).toEqual(all)
    expect(resets).toEqual([])
  }, 300_000)
