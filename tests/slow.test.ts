import { describe, expect, test } from 'bun:test'
import { type Client, texts } from './support/client.ts'
import { sendMany } from './support/commits.ts'
import { Subscribed, wsClient } from './support/graphql.ts'
import { API_KEY, type Parlance, parlance } from './support/parlance.ts'
import { frame, open, SENT_AWAY, textsIn, UPGRADE } from './support/tcp.ts'
import { waitFor } from './support/wait.ts'

const MESSAGES = 1000
const TEXT = 'x'.repeat(15_000)
const numbersIn = (said: string) => [...said.matchAll(/"text":"(\d+) /g)].map((m) => Number(m[1]))
const upTo = (n: number, from = 0) => Array.from({ length: n - from }, (_, i) => from + i)

const tail = (said: Buffer) => said.subarray(-200).toString()

/**
 * Ben stops reading, Ana hears all that is said, and Ben is sent away; then Ben reads on. Answers all
 * that Ben's connection said.
 */
async function sentAway(
  server: Parlance,
  join: (ben: Client, room: string) => { head: string; frames?: object[] },
) {
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = (await ana.room('public', ben)).id
  const quick = await ana.socket()
  const { head, frames = [] } = join(ben, room)
  const slow = await open(server.url, `${head}\r\n\r\n`)
  for (const each of frames) slow.tcp.write(frame(JSON.stringify(each)))
  await waitFor(() => /eady"|event: ready|participant_joined/.test(slow.received().toString()))
  slow.tcp.pause()

  for (let sent = 0; sent < MESSAGES; sent += 500) {
    await sendMany(server, room, sent, 500, TEXT)
    // Nobody else waits for Ben.
    await waitFor(() => texts(quick.events).length === sent + 500, 60)
  }
  // Once a connection was sent away there is nobody any more.
  const isGone = () =>
    quick.events.some(({ type }) => type === 'member.left') ||
    quick.signals.some((s) => s.type === 'presence.changed' && s.state === 'offline')
  await waitFor(isGone, 90)
  slow.tcp.resume()
  // A stream's connection stays open for another request.
  await waitFor(() => slow.tcp.readableEnded || tail(slow.received()).includes('event: close'), 60)
  slow.tcp.destroy()
  const said = slow.received()
  const numbers = numbersIn(said.toString())
  expect(numbers).toEqual(upTo(numbers.length))
  expect(numbers.length).toBeLessThan(MESSAGES)
  return { ana, ben, room, said, numbers }
}

const SOCKET = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}${more}`
const STREAM = (path: string, { token }: Client) =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${token}`
const QUERY = (room: string) =>
  `subscription ($after: String) { roomEvents(room: "${room}", after: $after) { after event { __typename ... on MessageCreated { message { text } } } } }`

describe('who does not read is sent away, nobody else waits, and nothing is missed', () => {
  test.concurrent('[SLO-1] a socket hears 4503 behind what was sent before, and misses nothing', async () => {
    await using server = await parlance()
    const { ben, room, said } = await sentAway(server, ({ token }) => ({
      head: SOCKET('/api/v1/socket'),
      frames: [{ type: 'hello', token }],
    }))
    expect(said.subarray(-SENT_AWAY.length)).toEqual(SENT_AWAY)
    const { cursor, received } = JSON.parse(textsIn(said)[0] ?? '')
    const back = await ben.socket({ cursor, received })
    expect(numbersIn(JSON.stringify(await back.hears(room, MESSAGES)))).toEqual(upTo(MESSAGES))
  }, 240_000)

  test.concurrent('[SLO-1] a socket that is still catching up is sent away as well', async () => {
    await using server = await parlance()
    const ana = await server.user('Ana')
    const room = (await ana.room()).id
    const { ready } = await ana.socket()
    await sendMany(server, room, 0, MESSAGES, TEXT)
    const slow = await open(server.url, `${SOCKET('/api/v1/socket')}\r\n\r\n`)
    slow.tcp.pause()
    const { cursor, received } = ready
    slow.tcp.write(frame(JSON.stringify({ type: 'hello', token: ana.token, cursor, received })))
    const sockets = async () =>
      /^parlance_connections\{transport="socket"\} (\d+)/m.exec(await metricsOf(server))?.[1]
    await waitFor(async () => (await sockets()) === '2')
    await waitFor(async () => (await sockets()) === '1', 90)
    slow.tcp.resume()
    await waitFor(() => slow.tcp.closed || slow.tcp.readableEnded, 60)
    expect(slow.received().subarray(-SENT_AWAY.length)).toEqual(SENT_AWAY)
  }, 240_000)

  test.concurrent('[SLO-2] a stream ends with a close that says why, and resumes from its last id', async () => {
    await using server = await parlance()
    const { ben, room, said, numbers } = await sentAway(server, (ben) => ({
      head: STREAM('/api/v1/events', ben),
    }))
    expect(said.toString()).toContain('event: close\ndata: {"code":"unavailable","close":4503}')
    const lastId = [...said.toString().matchAll(/^id: (.*)$/gm)].at(-1)?.[1]
    const back = await ben.stream(lastId)
    const rest = await back.hears(room, MESSAGES - numbers.length)
    expect(numbersIn(JSON.stringify(rest))).toEqual(upTo(MESSAGES, numbers.length))
  }, 240_000)

  test.concurrent('[GQL-14] a subscription on a socket ends with 4503, and misses nothing', async () => {
    await using server = await parlance()
    const protocol = '\r\nSec-WebSocket-Protocol: graphql-transport-ws'
    const { ben, room, said } = await sentAway(server, ({ token }, room) => ({
      head: SOCKET('/graphql', protocol),
      frames: [
        { type: 'connection_init', payload: { token } },
        { id: '1', type: 'subscribe', payload: { query: QUERY(room) } },
      ],
    }))
    expect(said.subarray(-SENT_AWAY.length)).toEqual(SENT_AWAY)
    const after = /"after":"([^"]+)"/.exec(said.toString())?.[1]
    const client = wsClient(ben)
    const back = new Subscribed(client, QUERY(room), { after })
    expect(numbersIn(JSON.stringify(await back.hears(MESSAGES, 90)))).toEqual(upTo(MESSAGES))
    await client.dispose()
  }, 240_000)

  test.concurrent('[GQL-14] a subscription as a stream ends with a close that says why', async () => {
    await using server = await parlance()
    const { said } = await sentAway(server, (ben, room) => ({
      head: STREAM(`/graphql?${new URLSearchParams({ query: QUERY(room) })}`, ben),
    }))
    expect(said.toString()).toContain('event: close\ndata: {"code":"unavailable","close":4503}')
  }, 240_000)

  test.concurrent('[QCK-7] a quick room’s socket hears 4503, too', async () => {
    await using server = await parlance()
    const { said } = await sentAway(server, (_, room) => ({
      head: SOCKET(`/chat/join?${new URLSearchParams({ name: 'Slow', room })}`),
    }))
    expect(said.subarray(-SENT_AWAY.length)).toEqual(SENT_AWAY)
  }, 240_000)
})

const metricsOf = async ({ management }: Parlance) =>
  (await fetch(`${management}/metrics`, { headers: { authorization: `Bearer ${API_KEY}` } })).text()

test('[SLO-3] who reads slowly is spared what passes, and is not sent away for it', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const crowd = await Promise.all(Array.from({ length: 98 }, () => server.user('Cleo')))
  const rooms = []
  for (let i = 0; i < 50; i++) rooms.push(await ana.room('group', ben, ...crowd))
  const first = rooms[0]?.id ?? ''
  const quick = await ana.socket()
  const upgrade = `GET /api/v1/socket HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n\r\n`
  const socket = await open(server.url, upgrade)
  socket.tcp.write(frame(JSON.stringify({ type: 'hello', token: ben.token })))
  const get = `GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ben.token}\r\n\r\n`
  const stream = await open(server.url, get)
  const slow = [socket, stream]
  for (const { received } of slow) await waitFor(() => received().includes('ready'))
  for (const { tcp } of slow) tcp.pause()

  // Far more than would be borne of events, and than the system's own buffers hold.
  const count = () => quick.signals.length
  for (let i = 0; count() < 20_000; i++) {
    const enough = count() + crowd.length * rooms.length
    const status = `${'€'.repeat(95)} ${i}`
    await Promise.all(crowd.map((cleo) => cleo.ask('PUT', '/me/presence', { status })))
    await waitFor(() => count() >= enough)
  }
  await ana.send(first, 'still there?')
  for (const { tcp } of slow) tcp.resume()
  for (const { received } of slow) {
    await waitFor(() => received().includes('still there?'))
    const spared = count() - received().toString().split('presence.changed').length
    expect(spared).toBeGreaterThan(0)
  }
  // Nobody is left out for good.
  await ana.ask('PUT', `/rooms/${first}/typing`)
  for (const { received, tcp } of slow) {
    await waitFor(() => received().includes('typing.started'))
    expect(tcp.closed).toBe(false)
    tcp.destroy()
  }
}, 240_000)
