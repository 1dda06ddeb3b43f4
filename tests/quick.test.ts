import { expect, test } from 'bun:test'
import { Connections } from '../server/transports/limits/connections.ts'
import { type ClientConnection, socketHandler } from '../server/transports/live/sockets.ts'
import { texts } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { TcpProxy } from './support/proxy.ts'
import { joined, left, Quick, quickRoom, said } from './support/quick.ts'
import { open, UPGRADE } from './support/tcp.ts'
import { waitFor } from './support/wait.ts'

test('[QCK-1] a room is made with one POST; plain text goes in, and JSON comes out to everybody there', async () => {
  await using server = await parlance()
  const made = await fetch(`${server.url}/chat?name=RoomName`, { method: 'POST' })
  expect(made.status).toBe(201)
  const room = await made.json()
  expect(room).toEqual({ id: expect.stringMatching(/^room_/), name: 'RoomName' })

  const john = await Quick.join(server.url, { name: 'John', room: room.id })
  john.say('Hello World!')
  await john.hears(2)
  const jane = await Quick.join(server.url, { name: ' Jane "<b>" ', room: room.id })
  jane.say('{"text":"\\"no JSON\\""}\n')
  await john.hears(4)
  jane.close()
  expect(await john.hears(5)).toEqual([
    joined('John'),
    said('John', 'Hello World!'),
    joined('Jane "<b>"'),
    said('Jane "<b>"', '{"text":"\\"no JSON\\""}'),
    left('Jane "<b>"'),
  ])
  expect(jane.lines).toEqual(john.lines.slice(2, 4))
})

test('[QCK-2] it is a room as any other: those on the other doors and those here talk with each other', async () => {
  await using server = await parlance()
  const ana = await server.guest('Ana')
  const socket = await ana.socket()
  const quick = await quickRoom(server.url)
  const own = (await (await server.user('Ben')).room('public')).id
  for (const room of [quick, own, server.lobby]) {
    await ana.ask('PUT', `/rooms/${room}/members/me`)
    const john = await Quick.join(server.url, { name: 'John', room })
    john.say('from the shell')
    const { id } = await ana.send(room, 'from the page')
    await ana.send(room, 'below it', { thread: id })
    await ana.ask('PATCH', `/rooms/${room}/messages/${id}`, { text: 'not told here' })
    await ana.send(room, 'the end')
    await waitFor(() => john.lines.length >= 4)
    expect(john.lines[0]).toEqual(joined('John'))
    // Two doors, two orders of arrival, one log.
    const received = await waitFor(() => {
      const told = texts(socket.events.filter(({ log }) => log === room))
      return told.length === 4 && told
    })
    expect(john.lines.slice(1).map(({ text }) => text)).toEqual(
      received.filter((text) => text !== 'below it'),
    )
    expect(john.lines[received.indexOf('from the shell') + 1]).toEqual(
      said('John', 'from the shell'),
    )
    john.close()
  }
})

test('[QCK-3] rooms and what was said survive a kill; `history` tells its end before one’s own joining', async () => {
  await using server = await ownProcess()
  await server.start()
  const room = await quickRoom(server.url, 'To stay')
  const john = await Quick.join(server.url, { name: 'John', room })
  for (const line of ['one', 'two', 'three']) john.say(line)
  await john.hears(4)
  await server.kill()
  await server.start()
  const jane = await Quick.join(server.url, { name: 'Jane', room, history: '2' })
  jane.say('four')
  await waitFor(() => jane.lines.some(({ text }) => text === 'four'))
  const received = jane.lines.filter(({ participant, text }) => text || participant !== 'John')
  expect(received).toEqual([
    said('John', 'two'),
    said('John', 'three'),
    joined('Jane'),
    said('Jane', 'four'),
  ])
  const dia = await Quick.join(server.url, { name: 'Dia', room })
  expect(dia.lines).toEqual([joined('Dia')])
})

test('[QCK-3] between the history and what is live nothing is missed and nothing comes twice', async () => {
  await using server = await parlance()
  const room = await quickRoom(server.url)
  const ana = await server.user('Ana')
  await ana.ask('PUT', `/rooms/${room}/members/me`)
  let count = 0
  let isOver = false
  const sending = (async () => {
    while (!isOver) await ana.send(room, `${count++}`)
  })()
  for (let i = 0; i < 10; i++) {
    const john = await Quick.join(server.url, { name: 'John', room, history: '20' })
    const after = count + 20
    const received = await waitFor(() => {
      const numbers = john.lines.filter(({ text }) => text).map(({ text }) => Number(text))
      return (numbers.at(-1) ?? 0) > after && numbers
    })
    expect(received).toEqual(received.map((_, i) => (received[0] ?? 0) + i))
    john.close()
  }
  isOver = true
  await sending
})

test('[QCK-3] a long history comes whole, as fast as it is read', async () => {
  await using server = await parlance()
  const room = await quickRoom(server.url)
  const ana = await server.user('Ana')
  await ana.ask('PUT', `/rooms/${room}/members/me`)
  // Of JSON that is 20 MB: more than any buffer on the way holds.
  const text = '\u0001'.repeat(16_000)
  for (let i = 0; i < 200; i++) await ana.send(room, `${i} ${text}`)
  const john = await Quick.join(server.url, { name: 'John', room, history: '200' })
  john.say('thank you')
  const received = await john.hears(202)
  expect(received.slice(0, 200).map((line) => Number.parseInt(line.text, 10))).toEqual(
    Array.from({ length: 200 }, (_, i) => i),
  )
  expect(received.slice(200)).toEqual([joined('John'), said('John', 'thank you')])
})

test('[QCK-5] a closed connection is somebody who has left; what they said before it is still said', async () => {
  await using server = await parlance()
  const room = await quickRoom(server.url)
  const ana = await server.user('Ana')
  await ana.ask('PUT', `/rooms/${room}/members/me`)
  const jane = await Quick.join(server.url, { name: 'Jane', room })
  // As `echo … | websocat` does: said and closed before the joining is done.
  const address = `${server.url.replace('http', 'ws')}/chat/join?name=Echo&room=${room}`
  const echo = new WebSocket(address)
  echo.onopen = () => {
    echo.send('one')
    echo.send('two')
    echo.close()
  }
  const turns = [joined('Echo'), said('Echo', 'one'), said('Echo', 'two'), left('Echo')]
  expect(await jane.hears(5)).toEqual([joined('Jane'), ...turns])
  jane.close()
  await waitFor(async () => (await ana.ask('GET', `/rooms/${room}/members`)).members.length === 1)
})

test('[QCK-5] nobody stays in a room whose connection ended with the server', async () => {
  await using server = await ownProcess()
  await server.start()
  const room = await quickRoom(server.url)
  const count = async () => {
    const made = await fetch(`${server.url}/api/v1/guests`, {
      method: 'POST',
      body: '{"name":"G"}',
    })
    const headers = { authorization: `Bearer ${(await made.json()).token}` }
    const answer = await fetch(`${server.url}/api/v1/rooms/${room}`, { headers })
    return (await answer.json()).memberCount
  }
  for (const name of ['Ben', 'Cleo']) await Quick.join(server.url, { name, room })
  expect(await count()).toBe(2)
  await server.kill()
  await server.start()
  await Quick.join(server.url, { name: 'Jane', room })
  await waitFor(async () => (await count()) === 1)
})

if (DATABASE !== 'sqlite')
  test.skipIf(REDIS === '')(
    '[QCK-5] nobody stays either if the bus did not answer when the server started again',
    async () => {
      const bus = new URL(REDIS)
      await using proxy = await TcpProxy.open(Number(bus.port))
      bus.port = `${proxy.port}`
      await using server = await ownProcess({ PARLANCE_REDIS_URL: bus.href })
      await server.start()
      const room = await quickRoom(server.url)
      for (const name of ['Ben', 'Cleo']) await Quick.join(server.url, { name, room })
      await server.kill()
      const answer = proxy.hold((_, __, bytes) => bytes.includes('NUMSUB'), ['there'])
      const { stderr } = await server.start()
      for await (const line of stderr) if (Buffer.from(line).includes('timed out')) break
      answer()
      await Quick.join(server.url, { name: 'Jane', room })
      const made = await fetch(`${server.url}/api/v1/guests`, {
        method: 'POST',
        body: '{"name":"G"}',
      })
      const headers = { authorization: `Bearer ${(await made.json()).token}` }
      await waitFor(async () => {
        const { memberCount } = await (
          await fetch(`${server.url}/api/v1/rooms/${room}`, { headers })
        ).json()
        return memberCount === 1
      })
    },
    60_000,
  )

test('[QCK-5] a server that stops says goodbye to everyone, and leaves nobody in the room', async () => {
  await using server = await parlance()
  const room = await quickRoom(server.url)
  const john = await Quick.join(server.url, { name: 'John', room })
  john.say('before the end')
  await john.hears(2)
  await server.stop()
  expect(await john.ends()).toEqual({ code: 4503, reason: 'unavailable' })
  await using next = await parlance({ ...server.place })
  const jane = await Quick.join(next.url, { name: 'Jane', room, history: '9' })
  expect(await jane.hears(2)).toEqual([said('John', 'before the end'), joined('Jane')])
  const body = await (await next.user('Ana')).ask('GET', `/rooms/${room}`)
  expect(body.memberCount).toBe(1)
})

test('[QCK-6] one hears the room that one joined, and no other; who is removed, or has no room any more, is sent away', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const [room, other] = [await ana.room('public'), await ana.room('public')]
  const john = await Quick.join(server.url, { name: 'John', room: room.id })
  const { members } = await ana.ask('GET', `/rooms/${room.id}/members`)
  const { id } = members.find((m: { user: { name: string } }) => m.user.name === 'John').user
  await ana.ask('PUT', `/rooms/${other.id}/members/${id}`)
  await ana.send(other.id, 'elsewhere')
  await ana.send(room.id, 'here')
  await ana.ask('DELETE', `/rooms/${room.id}/members/${id}`)
  await ana.send(room.id, 'behind your back')
  expect(await john.ends()).toEqual({ code: 4403, reason: 'forbidden' })
  expect(john.lines).toEqual([joined('John'), said('Ana', 'here'), left('John')])
  // With their connection they left the other room, too.
  await waitFor(async () => (await ana.ask('GET', `/rooms/${other.id}`)).memberCount === 1)

  const jane = await Quick.join(server.url, { name: 'Jane', room: room.id })
  await ana.ask('DELETE', `/rooms/${room.id}`)
  expect(await jane.ends()).toEqual({ code: 4403, reason: 'forbidden' })
})

// Bun's own clock, and no database: once is enough, as it takes seconds.
if (DATABASE === 'sqlite')
  test('[QCK-8] a quiet connection is pinged before its time is over', async () => {
    const quiet: ClientConnection = {
      slot: new Connections(
        { perNode: 1, perAddress: 1, perUser: 1 },
        { isEmpty: true, version: 0, has: () => false },
      ).open(''),
      opened: () => undefined,
      receive: () => undefined,
      drain: () => undefined,
      disconnected: () => undefined,
    }
    await using server = Bun.serve<ClientConnection, string>({
      hostname: '127.0.0.1',
      port: 0,
      fetch: (request, server) =>
        server.upgrade(request, { data: quiet }) ? undefined : new Response(),
      websocket: { ...socketHandler, idleTimeout: 8 },
    })
    const head = `GET / HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n\r\n`
    const { tcp, received } = await open(`http://127.0.0.1:${server.port}`, head)
    await waitFor(() => received().includes(Buffer.from([0x89, 0])))
    expect(tcp.closed).toBe(false)
    tcp.destroy()
  })

if (DATABASE !== 'sqlite')
  test('[QCK-12] people of several nodes talk in one room, and a node that starts sends nobody away', async () => {
    await using cluster = await nodes(2)
    const room = await quickRoom(cluster.at(0).url)
    const john = await Quick.join(cluster.at(1).url, { name: 'John', room })
    const jane = await Quick.join(cluster.at(0).url, { name: 'Jane', room })
    await john.hears(2)
    john.say('one')
    await jane.hears(2)
    jane.say('two')
    const { PARLANCE_DATABASE_URL } = cluster.at(0).place
    await using third = await parlance({ PARLANCE_DATABASE_URL, PARLANCE_REDIS_URL: REDIS })
    const cleo = await Quick.join(third.url, { name: 'Cleo', room })
    cleo.say('three')
    await john.hears(6)
    cleo.close()
    expect(await john.hears(7)).toEqual([
      joined('John'),
      joined('Jane'),
      said('John', 'one'),
      said('Jane', 'two'),
      joined('Cleo'),
      said('Cleo', 'three'),
      left('Cleo'),
    ])
    await jane.hears(6)
    expect(jane.lines).toEqual(john.lines.slice(1))
  })
