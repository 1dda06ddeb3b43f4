import { expect, test } from 'bun:test'
import { texts } from './support/client.ts'
import { Subscribed, wsClient } from './support/graphql.ts'
import { parlance } from './support/parlance.ts'
import { frame, open, UPGRADE } from './support/tcp.ts'
import { waitFor } from './support/wait.ts'

test('[SLO-1] a socket that does not read is sent away with 4503, nobody else waits, and it misses nothing', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const quick = await ana.socket()
  const { cursor } = (await ben.socket()).ready

  const head = `GET /api/v1/socket HTTP/1.1\r\nHost: x\r\n${UPGRADE}\r\n\r\n`
  const slow = await open(server.url, head)
  slow.tcp.write(frame(JSON.stringify({ type: 'hello', token: ben.token, cursor })))
  await waitFor(() => slow.heard().includes('"ready"'))
  slow.tcp.pause()

  const text = 'x'.repeat(16_000)
  let sent = 0
  while (sent < 700) {
    await Promise.all(Array.from({ length: 10 }, () => ana.send(room.id, `${sent++} ${text}`)))
    expect(texts(await quick.hears(room.id, sent))).toHaveLength(sent)
  }
  slow.tcp.resume()
  await waitFor(() => slow.tcp.closed || slow.tcp.readableEnded)
  // The last frame: close (0x88), 13 bytes, 4503, "unavailable".
  const close = Buffer.concat([
    Buffer.from([0x88, 13, 4503 >> 8, 4503 & 255]),
    Buffer.from('unavailable'),
  ])
  expect(slow.heard().subarray(-close.length)).toEqual(close)

  const back = await ben.socket({ cursor, heard: { [room.id]: room.seq } })
  expect(texts(back.events).map((t) => Number.parseInt(t, 10))).toEqual(
    Array.from({ length: 700 }, (_, i) => i),
  )
}, 30_000)

test('[SLO-2] a stream that does not read is ended, and resumes from its last id', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const head = `GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ana.token}\r\n\r\n`
  const slow = await open(server.url, head)
  await waitFor(() => slow.heard().includes('event: ready'))
  slow.tcp.pause()
  const text = 'x'.repeat(16_000)
  let sent = 0
  while (sent < 700)
    await Promise.all(Array.from({ length: 10 }, () => ana.send(room.id, `${sent++} ${text}`)))
  slow.tcp.resume()
  await waitFor(() => slow.heard().includes('event: close'))
  const said = slow.heard().toString()
  expect(said).toContain('{"code":"unavailable","close":4503}')
  const numbers = [...said.matchAll(/"text":"(\d+) /g)].map((m) => Number(m[1]))
  expect(numbers).toEqual(numbers.map((_, i) => i))
  expect(numbers.length).toBeLessThan(700)

  const lastId = [...said.matchAll(/^id: (.*)$/gm)].at(-1)?.[1]
  const back = await ana.stream(lastId)
  const rest = texts(await back.hears(room.id, 700 - numbers.length))
  expect(rest.map((t) => Number.parseInt(t, 10))).toEqual(
    Array.from({ length: 700 - numbers.length }, (_, i) => numbers.length + i),
  )
  slow.tcp.destroy()
}, 30_000)

test('[FLO-1] commands in a flood are refused with their code, and nothing else is lost', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '5' })
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  const answers = []
  for (let i = 0; i < 30; i++)
    answers.push(await socket.command('messages.send', { room: room.id, text: `${i}` }))
  const refused = answers.filter((a) => a === 'flood').length
  expect(refused).toBeGreaterThan(0)
  const rest = await waitFor(async () => {
    const answer = await ana.call('GET', '/me')
    return answer.status === 429 && answer
  })
  expect([rest.status, rest.body.code, rest.response.headers.get('retry-after')]).toEqual([
    429,
    'flood',
    '1',
  ])
  await waitFor(async () => (await ana.call('GET', '/me')).status === 200)
  const stored = texts(await socket.hears(room.id, 30 - refused))
  expect(stored).toEqual(answers.flatMap((a) => (a === 'flood' ? [] : [a.text])))
})

test('[FLO-1] a search takes as much of the rate as four other commands', async () => {
  await using server = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '2' })
  const taken = async (name: string, path: string) => {
    const who = await server.user(name)
    let count = 0
    while ((await who.call('GET', path)).status === 200) count++
    return count
  }
  // Six at once, and two more a second.
  expect(await taken('Ana', '/me')).toBeGreaterThanOrEqual(6)
  expect(await taken('Ben', '/search?q=x')).toBeLessThan(5)
})

test('[GQL-14] a subscription that is not read ends with 4503, nobody else waits, and it misses nothing', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const query = `subscription ($after: String) { roomEvents(room: "${room.id}", after: $after) { after event { __typename ... on MessageCreated { message { text } } } } }`
  const client = wsClient(ben)
  const quick = new Subscribed(client, query)
  await quick.ready()
  const { after } = quick

  const protocol = 'sec-websocket-protocol: graphql-transport-ws'
  const head = `GET /graphql HTTP/1.1\r\nHost: x\r\n${protocol}\r\n${UPGRADE}\r\n\r\n`
  const slow = await open(server.url, head)
  slow.tcp.write(frame(JSON.stringify({ type: 'connection_init', payload: { token: ben.token } })))
  slow.tcp.write(frame(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } })))
  await waitFor(() => slow.heard().includes('Ready'))
  slow.tcp.pause()

  const text = 'x'.repeat(16_000)
  let sent = 0
  while (sent < 700) {
    await Promise.all(Array.from({ length: 10 }, () => ana.send(room.id, `${sent++} ${text}`)))
    await quick.hears(sent)
  }
  slow.tcp.resume()
  await waitFor(() => slow.tcp.closed || slow.tcp.readableEnded)
  expect(slow.heard().subarray(-13).toString('latin1')).toEndWith('unavailable')
  const back = new Subscribed(client, query, { after })
  const heard = await back.hears(700)
  const numbers = heard.map(({ event }) => Number.parseInt(event.message.text, 10))
  const inOrder = quick.heard.map(({ event }) => Number.parseInt(event.message.text, 10))
  expect(numbers).toEqual(inOrder)
  expect(new Set(numbers).size).toBe(700)
  await client.dispose()
}, 60_000)

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
  expect(await socket.ends()).toEqual({ code: 4429, reason: 'flood' })
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

test('[FLO-4] behind a trusted proxy each address is counted by itself, and nobody can say another', async () => {
  await using server = await parlance({ PARLANCE_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' })
  const { come, isKnown, spend } = strangers(server.url)
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

  await spend('2001:db8:1:2::1')
  for (const said of ['2001:db8:1:2::1', '2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  for (const said of ['2001:db8:1:3::1', '2001:db8::1'])
    expect([said, await isKnown(said)]).toEqual([said, false])

  // What is no address ends the list there: all of those are the proxy's own.
  await spend('198.51.100.9, unknown')
  for (const said of [undefined, '', 'nonsense', '198.51.100.8, nonsense'])
    expect([said, await isKnown(said)]).toEqual([said, true])
  expect(await come('198.51.100.8')).toBe(201)
})

test('[FLO-4] whoever is no trusted proxy may write what they like', async () => {
  await using server = await parlance()
  const { come, isKnown } = strangers(server.url)
  await Promise.all(Array.from({ length: 700 }, (_, i) => come(`198.51.100.${i % 250}`)))
  expect(await isKnown('192.0.2.1')).toBe(true)
})

/** People whom a proxy brings, as it says. */
function strangers(url: string) {
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
    isKnown: async (forwarded: string | undefined) => (await statuses(30, forwarded)).includes(429),
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
  const upgrade = `GET /api/v1/socket HTTP/1.1\r\nHost: x\r\n${UPGRADE}\r\n\r\n`
  const socket = await open(server.url, upgrade)
  socket.tcp.write(frame(JSON.stringify({ type: 'hello', token: ben.token })))
  const get = `GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ben.token}\r\n\r\n`
  const stream = await open(server.url, get)
  const slow = [socket, stream]
  for (const { heard } of slow) await waitFor(() => heard().includes('ready'))
  for (const { tcp } of slow) tcp.pause()

  // Far more than would be borne of events, and than the system's own buffers hold.
  const count = () => quick.signals.length
  for (let i = 0; count() < 45_000; i++) {
    const enough = count() + crowd.length * rooms.length
    const status = `${'€'.repeat(95)} ${i}`
    await Promise.all(crowd.map((cleo) => cleo.ask('PUT', '/me/presence', { status })))
    await waitFor(() => count() >= enough)
  }
  await ana.send(first, 'still there?')
  for (const { tcp } of slow) tcp.resume()
  for (const { heard } of slow) {
    await waitFor(() => heard().includes('still there?'))
    const spared = count() - heard().toString().split('presence.changed').length
    expect(spared).toBeGreaterThan(0)
  }
  // Nobody is left out for good.
  await ana.ask('PUT', `/rooms/${first}/typing`)
  for (const { heard, tcp } of slow) {
    await waitFor(() => heard().includes('typing.started'))
    expect(tcp.closed).toBe(false)
    tcp.destroy()
  }
}, 60_000)
