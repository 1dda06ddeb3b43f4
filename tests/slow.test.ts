import { describe, expect, test } from 'bun:test'
import { type Client, texts } from './support/client.ts'
import { sendMany } from './support/commits.ts'
import { Subscribed, wsClient } from './support/graphql.ts'
import { API_KEY, type Parlance, parlance } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
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

test('[FLO-1] commands in a rateLimiter are refused with their code, and nothing else is lost', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '5' })
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  // All at once, and fewer than may wait in line.
  const answers = await Promise.all(
    upTo(60).map((i) => socket.command('messages.send', { room: room.id, text: `${i}` })),
  )
  const refused = answers.filter((a) => a === 'rate_limited').length
  expect(refused).toBeGreaterThan(0)
  const rest = await waitFor(async () => {
    const many = await Promise.all(upTo(60).map(() => ana.call('GET', '/me')))
    return many.find(({ status }) => status === 429)
  })
  expect([rest.status, rest.body.code, rest.response.headers.get('retry-after')]).toEqual([
    429,
    'rate_limited',
    '1',
  ])
  await waitFor(async () => (await ana.call('GET', '/me')).status === 200)
  const stored = texts(await socket.hears(room.id, 60 - refused))
  expect(stored).toEqual(answers.flatMap((a) => (a === 'rate_limited' ? [] : [a.text])))
})

test('[FLO-1] a search takes as much of the rate as four other commands', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '2' })
  const taken = async (name: string, path: string) => {
    const who = await server.user(name)
    const many = await Promise.all(upTo(40).map(() => who.call('GET', path)))
    return many.filter(({ status }) => status === 200).length
  }
  // Six at once, and two more a second: in the same time four times as many.
  const [plain, searches] = await Promise.all([taken('Ana', '/me'), taken('Ben', '/search?q=x')])
  expect(plain).toBeGreaterThanOrEqual(6)
  expect(searches).toBeGreaterThan(0)
  expect(searches).toBeLessThan(plain)
})

test('[FLO-2] more frames than wait in line end the connection with 4429; what was answered stands', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  for (let id = 1; id <= 5000; id++)
    socket.say({
      type: 'command',
      id,
      name: 'messages.send',
      input: { room: room.id, text: `${id}` },
    })
  expect(await socket.ends()).toEqual({ code: 4429, reason: 'rate_limited' })
  const acknowledged = socket.frames.filter((f) => f.type === 'result').map((f) => f.result.text)
  const stored = (await ana.history(room.id, '?limit=200')).map((m) => m.text)
  expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged)
  expect(stored.length).toBeLessThan(5000)
})

test('[FLO-3] one address takes only so many names at once', async () => {
  await using server = await parlance()
  const guest = () => fetch(`${server.url}/api/v1/guests`, { method: 'POST', body: '{"name":"G"}' })
  const answers = await Promise.all(Array.from({ length: 700 }, guest))
  const statuses = new Set(answers.map((a) => a.status))
  expect(statuses).toEqual(new Set([201, 429]))
})

test('[FLO-3] a socket, GraphQL and the lobby’s history take from the same', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '10000' })
  const ana = await server.user('Ana')
  const [socket, other] = [await ana.socket(), await ana.socket()]
  const history = () => fetch(`${server.url}/api/history`)
  expect((await history()).status).toBe(200)
  // What frames may wait in line bounds how many are sent at once.
  const names: string[] = []
  for (let i = 0; i < 14; i++) {
    const asked = Array.from({ length: 50 }, () => socket.command('guests.create', { name: 'G' }))
    for (const answer of await Promise.all(asked)) names.push(typeof answer)
  }
  // A refusal is its code, a guest an object.
  expect(new Set(names)).toEqual(new Set(['object', 'string']))
  expect(names.filter((type) => type === 'object').length).toBeLessThan(660)
  // One more may be had each fifth of a second.
  const many = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 30 }, ask))
  expect(await many(() => other.command('guests.create', { name: 'G' }))).toContain('rate_limited')
  expect((await many(history)).map(({ status }) => status)).toContain(429)
  const query = 'mutation { createGuest(input: { name: "G" }) { __typename } }'
  const headers = { 'content-type': 'application/json' }
  const answers = await many(async () =>
    (
      await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
      })
    ).text(),
  )
  expect(answers.join()).toContain('"code":"rate_limited"')
}, 60_000)

test('[FLO-4] [PXY-2] behind a trusted proxy each address is counted by itself, with or without its port, and nobody can say another', async () => {
  await using server = await parlance({ PARLANCE_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' })
  const { come, isKnown, spend } = addressLimits(server.url)
  await spend('198.51.100.1')
  // The list is read from its end, over what is trusted.
  for (const said of ['198.51.100.1', '192.0.2.9, 198.51.100.1', '198.51.100.1, 10.1.2.3'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  for (const said of [
    '198.51.100.2',
    '198.51.100.1, 198.51.100.3',
    '198.51.100.1, 192.0.2.9, 10.1.2.3',
  ])
    expect([said, await isKnown(said)]).toEqual([said, false])

  // Some proxies add the port, which changes with each connection.
  for (const said of ['198.51.100.1:4711', '198.51.100.1:80, 10.1.2.3:52114'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  for (const said of ['198.51.100.2:4711', '198.51.100.1:4711, 198.51.100.3:4711'])
    expect([said, await isKnown(said)]).toEqual([said, false])

  await spend('2001:db8:1:2::1')
  for (const said of ['2001:db8:1:2::1', '2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  for (const said of ['[2001:db8:1:2::1]:4711', '[2001:db8:1:2::1]', '[::ffff:198.51.100.1]:4711'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  for (const said of ['2001:db8:1:3::1', '2001:db8::1', '[2001:db8:1:3::1]:4711'])
    expect([said, await isKnown(said)]).toEqual([said, false])

  // What is no address ends the list there: all of those are the proxy's own.
  await spend('198.51.100.9, unknown')
  for (const said of [
    undefined,
    '',
    'nonsense',
    '198.51.100.8, nonsense',
    '198.51.100.8:x',
    '[198.51.100.8',
  ])
    expect([said, await isKnown(said)]).toEqual([said, true])
  expect(await come('198.51.100.8')).toBe(201)
})

test('[FLO-4] whoever is no trusted proxy may write what they like', async () => {
  await using server = await parlance()
  const { come, isKnown } = addressLimits(server.url)
  await Promise.all(Array.from({ length: 700 }, (_, i) => come(`198.51.100.${i % 250}`)))
  expect(await isKnown('192.0.2.1')).toBe(true)
})

test('[FLO-4] a proxy nearby that nobody named is warned about, once', async () => {
  await using server = await ownProcess({ PARLANCE_LOG_LEVEL: 'warn' })
  const child = await server.start()
  for (let i = 0; i < 3; i++)
    await fetch(`${server.url}/api/history`, { headers: { 'x-forwarded-for': '198.51.100.7' } })
  child.kill('SIGTERM')
  const lines = (await new Response(child.stderr).text()).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
    'PARLANCE_TRUSTED_PROXIES: the proxy at 127.0.0.1 is not in it, so all users behind this proxy share one address and its limits: add it',
  ])
})

/** People whom a proxy brings, as it says. */
function addressLimits(url: string) {
  const come = async (forwarded: string | undefined): Promise<number> => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    const body = '{"name":"G"}'
    return (await fetch(`${url}/api/v1/guests`, { method: 'POST', body, headers })).status
  }
  const statuses = (count: number, forwarded: string | undefined) =>
    Promise.all(Array.from({ length: count }, () => come(forwarded)))
  return {
    come,
    /** Takes all that one address may take. */
    spend: (forwarded: string) => statuses(650, forwarded),
    /** Whether they are one of those who have taken too much: some are let in again each second. */
    isKnown: async (forwarded: string | undefined) =>
      (await statuses(100, forwarded)).includes(429),
  }
}

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
