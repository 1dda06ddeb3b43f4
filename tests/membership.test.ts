import { expect, test } from 'bun:test'
import { seqs, texts } from './support/client.ts'
import { parlance } from './support/parlance.ts'

test('[MEM-1] only members hear a room: somebody else’s listeners hear nothing of it', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const eve = await server.user('Eve')
  const room = await ana.room()
  const hers = await eve.room()
  const socket = await eve.socket()
  const stream = await eve.stream()

  await ana.send(room.id, 'secret')
  await eve.send(hers.id, 'mine') // she could hear: her own room’s message arrives
  expect(texts(await socket.hears(hers.id, 1))).toEqual(['mine'])
  expect(texts(await stream.hears(hers.id, 1))).toEqual(['mine'])
  expect([...socket.events, ...stream.events].filter((e) => e.log === room.id)).toEqual([])
})

test('[MEM-2] your removal is the last thing that any of your connections hears of a room', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const sockets = [await ben.socket(), await ben.socket()]
  const stream = await ben.stream()

  await ana.send(room.id, 'before')
  await ana.ask('DELETE', `/rooms/${room.id}/members/${ben.id}`)
  await ana.send(room.id, 'after')
  const own = await ben.room() // received after all of that, on the same connections

  for (const listener of [...sockets, stream]) {
    await listener.hears(own.id, 1)
    const received = listener.events.filter((e) => e.log === room.id)
    expect(received.map((e) => e.type)).toEqual(['message.created', 'member.left'])
    expect(received.at(-1)).toMatchObject({ user: { id: ben.id }, by: { id: ana.id } })
  }
})

test('[MEM-3] who joins hears the room from the joining on, at once, on every connection', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('public')
  await ana.send(room.id, 'before')
  const socket = await ben.socket()
  const stream = await ben.stream()

  await ben.ask('PUT', `/rooms/${room.id}/members/me`)
  await ana.send(room.id, 'after')
  for (const listener of [socket, stream]) {
    const received = await listener.hears(room.id, 2)
    expect(received.map((e) => e.type)).toEqual(['member.joined', 'message.created'])
    expect(received[0]).toMatchObject({ member: { user: { id: ben.id } }, room: { id: room.id } })
  }
})

test('[MEM-4] resuming hears what fell within one’s membership, and nothing else', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('public')
  await ben.ask('PUT', `/rooms/${room.id}/members/me`)
  const { cursor } = (await ben.socket()).ready
  const { seq } = await ana.ask('GET', `/rooms/${room.id}`)

  await ana.send(room.id, 'while there')
  await ben.ask('DELETE', `/rooms/${room.id}/members/me`)
  await ana.send(room.id, 'while away')
  const gone = await ben.socket({ cursor, received: { [room.id]: seq } })
  expect(gone.events.map((e) => e.type)).toEqual(['message.created', 'member.left'])

  await ben.ask('PUT', `/rooms/${room.id}/members/me`)
  await ana.send(room.id, 'there again')
  const back = await ben.socket({ cursor, received: { [room.id]: seq } })
  expect(texts(back.events)).toEqual(['while there', 'there again'])
  expect(back.events.map((e) => e.type)).toEqual([
    'message.created',
    'member.left',
    'member.joined',
    'message.created',
  ])
})

test('[MEM-5] joining, leaving and opening at the same time: nobody is put back, nothing is missed', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room('public')
  const people = await Promise.all(Array.from({ length: 15 }, (_, i) => server.user(`P${i}`)))
  const rounds = people.map(async (who) => {
    const own = await who.room()
    const opening = who.socket()
    await who.ask('PUT', `/rooms/${room.id}/members/me`)
    const second = who.socket()
    await who.ask('DELETE', `/rooms/${room.id}/members/me`)
    return { who, own, sockets: [await opening, await second] }
  })
  const done = await Promise.all(rounds)
  await ana.send(room.id, 'after everybody left')
  for (const { who, own, sockets } of done) {
    const { seq } = await who.send(own.id, 'received')
    for (const socket of sockets) {
      await socket.hears(own.id, 1)
      const received = socket.events.filter((e) => e.log === room.id)
      expect(texts(received)).toEqual([])
      if (received.length > 0) {
        expect(received.at(-1)).toMatchObject({ type: 'member.left', user: { id: who.id } })
        expect(seqs(received)).toEqual(received.map((_, i) => (received[0]?.seq ?? 0) + i))
      }
      expect(socket.events.at(-1)).toMatchObject({ log: own.id, seq })
    }
  }
})

test('[MEM-6] a room that is not there and one that is not yours get the same answer, on every call', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const eve = await server.user('Eve')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const nowhere = room.id.replace(/.$/, (c) => (c === '0' ? '1' : '0'))
  const calls: [string, string, object?][] = [
    ['GET', ''],
    ['PATCH', '', { name: 'x' }],
    ['DELETE', ''],
    ['GET', '/members'],
    ['PUT', '/members/me'],
    ['DELETE', '/members/me'],
    ['PUT', `/members/${eve.id}`],
    ['PATCH', `/members/${ben.id}`, { role: 'owner' }],
    ['DELETE', `/members/${ben.id}`],
    ['GET', '/messages'],
    ['POST', '/messages', { text: 'x' }],
    ['PUT', '/read', { seq: 1 }],
  ]
  for (const [method, path, body] of calls) {
    const foreign = await eve.call(method, `/rooms/${room.id}${path}`, body)
    const absent = await eve.call(method, `/rooms/${nowhere}${path}`, body)
    expect([method, path, foreign.status, foreign.body]).toEqual([method, path, 404, absent.body])
  }
  expect((await ana.ask('GET', `/rooms/${room.id}/members`)).members).toHaveLength(2)
})
