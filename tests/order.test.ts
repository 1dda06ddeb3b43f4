import { expect, test } from 'bun:test'
import { seqs, texts } from './support/client.ts'
import { parlance } from './support/parlance.ts'

test('[ORD-1] a room’s events take 1, 2, 3 … with no hole, however many send at once', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const people = await Promise.all(['Ben', 'Cleo', 'Dan', 'Eli'].map((name) => server.user(name)))
  const room = await ana.room('group', ...people)
  const listener = await ana.socket()

  const sends = people.flatMap((who) =>
    Array.from({ length: 25 }, (_, i) => who.send(room.id, `${i}`)),
  )
  await Promise.all(sends)

  const events = await listener.hears(room.id, 100)
  expect(seqs(events)).toEqual(Array.from({ length: 100 }, (_, i) => room.seq + 1 + i))
  const history = await ana.history(room.id, '?limit=200')
  expect(history.map((m) => m.seq)).toEqual(seqs(events))
})

test('[ORD-2] socket and stream hear the same events, in the same order, each once', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const socket = await ben.socket()
  const stream = await ben.stream()

  await Promise.all(Array.from({ length: 50 }, (_, i) => ana.send(room.id, `line ${i}`)))
  await ana.ask('PATCH', `/rooms/${room.id}`, { name: 'Renamed' })

  const bySocket = await socket.hears(room.id, 51)
  const byStream = await stream.hears(room.id, 51)
  expect(byStream).toEqual(bySocket)
  expect(bySocket.at(-1)).toMatchObject({ type: 'room.updated', room: { name: 'Renamed' } })
  const history = await ben.history(room.id)
  expect(history).toEqual(
    bySocket.flatMap((e) => (e.type === 'message.created' ? [e.message] : [])),
  )
})

test('[ORD-2] all subscribers of a busy room hear the same events, in order, and who leaves hears nothing after it', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const crowd = await Promise.all(Array.from({ length: 24 }, (_, i) => server.user(`U${i}`)))
  const room = await ana.room('group', ...crowd)
  const [first, ...sockets] = await Promise.all([ana, ...crowd].map((who) => who.socket()))
  const stream = await ana.stream()
  const leaving = sockets.at(-1)

  const senders = crowd.slice(0, 8).map(async (who) => {
    for (let i = 0; i < 20; i++) await who.send(room.id, `${i}`)
  })
  const leaves = crowd.at(-1)?.ask('DELETE', `/rooms/${room.id}/members/me`)
  await Promise.all([...senders, leaves])

  const events = await first?.hears(room.id, 161)
  expect(seqs(events ?? [])).toEqual(Array.from({ length: 161 }, (_, i) => room.seq + 1 + i))
  const left = events?.findIndex(({ type }) => type === 'member.left') ?? -1
  for (const listener of [stream, ...sockets.slice(0, -1)])
    expect(await listener.hears(room.id, 161)).toEqual(events ?? [])
  expect(await leaving?.hears(room.id, left + 1)).toEqual(events?.slice(0, left + 1) ?? [])
})

test('[ORD-3] what one client sends over a socket is stored in the order it was sent', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  const sent = Array.from({ length: 40 }, (_, i) => `${i}`)
  await Promise.all(sent.map((text) => socket.command('messages.send', { room: room.id, text })))
  expect(texts(socket.events)).toEqual(sent)
})

test('[TRU-1] a send that is refused leaves no event, no message and no hole', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const eve = await server.user('Eve')
  const room = await ana.room()
  const listener = await ana.socket()
  const mixed = Array.from({ length: 20 }, (_, i) =>
    i % 2 === 0
      ? ana.call('POST', `/rooms/${room.id}/messages`, { text: `${i}` })
      : eve.call('POST', `/rooms/${room.id}/messages`, { text: `${i}` }),
  )
  const answers = await Promise.all(mixed)
  expect(answers.filter((a) => a.status === 201)).toHaveLength(10)
  expect(answers.filter((a) => a.status === 404)).toHaveLength(10)
  const events = await listener.hears(room.id, 10)
  expect(seqs(events)).toEqual(Array.from({ length: 10 }, (_, i) => room.seq + 1 + i))
  expect(await ana.history(room.id)).toHaveLength(10)
})

test('[TRU-2] a room that names a user who is not there is not made at all', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const input = { type: 'group', name: 'G', members: [ben.id, 'nobody-here'] }
  const [made, ...sends] = await Promise.all([
    ana.call('POST', '/rooms', input),
    ...Array.from({ length: 10 }, (_, i) => ana.send(room.id, `${i}`)),
  ])
  expect(made?.body.code).toBe('not_found')
  expect(new Set(sends.map((m) => m.seq)).size).toBe(10)
  expect((await ben.ask('GET', '/rooms')).rooms).toHaveLength(1)
})
