import { afterEach, expect, setSystemTime, test } from 'bun:test'
import { Client, seqs, texts } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

afterEach(() => void setSystemTime())

test('[RES-1] coming back with a cursor replays every kind of change, in order, then goes live', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const cleo = await server.user('Cleo')
  const room = await ana.room('group', ben, cleo)
  const before = await ben.socket()
  const { cursor } = before.ready
  before.close()

  await ana.send(room.id, 'missed 1')
  await ana.ask('PATCH', `/rooms/${room.id}`, { name: 'New name' })
  await ana.ask('PATCH', `/rooms/${room.id}/members/${cleo.id}`, { role: 'moderator' })
  const last = await ana.send(room.id, 'missed 2')
  await ana.ask('PUT', `/rooms/${room.id}/read`, { seq: last.seq })
  await cleo.ask('DELETE', `/rooms/${room.id}/members/me`)

  const back = await ben.socket({ cursor, received: { [room.id]: room.seq } })
  const missed = back.events
  expect(missed.map((e) => e.type)).toEqual([
    'message.created',
    'room.updated',
    'member.updated',
    'message.created',
    'receipt.read',
    'member.left',
  ])
  expect(seqs(missed)).toEqual([1, 2, 3, 4, 5, 6].map((n) => room.seq + n))
  await ana.send(room.id, 'live')
  expect(texts(await back.hears(room.id, 7))).toEqual(['missed 1', 'missed 2', 'live'])
})

test('[RES-2] with what it received, a client that comes back hears nothing twice', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const first = await ana.socket()
  const { seq } = await ana.send(room.id, 'received')
  const [received] = await first.hears(room.id, 1)
  first.close()
  await ana.send(room.id, 'missed')

  const without = await ana.socket({ cursor: received?.cursor })
  const withHeard = await ana.socket({ cursor: received?.cursor, received: { [room.id]: seq } })
  // Without it the last moment may come twice, each event with its (log, seq): a client can tell.
  expect(texts(without.events).slice(-1)).toEqual(['missed'])
  expect(texts(withHeard.events)).toEqual(['missed'])
})

test('[RES-3] Last-Event-ID resumes a stream without a hole and without a repeat', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const [room, other] = [await ana.room(), await ana.room()]
  const all: string[] = []
  let id: string | undefined = (await ana.stream()).lastId
  const sending = (async () => {
    for (let i = 0; i < 120; i++) {
      all.push(`${i}`)
      await ana.send(i % 2 ? room.id : other.id, `${i}`)
    }
  })()

  const received: string[] = []
  while (received.length < 120) {
    const stream = await ana.stream(id)
    await waitFor(() => stream.events.length > 7 || received.length + stream.events.length >= 120)
    stream.close()
    received.push(...texts(stream.events))
    id = stream.lastId ?? id
  }
  await sending
  expect(received.toSorted((a, b) => Number(a) - Number(b))).toEqual(all)
})

test('[RES-4] a cursor outlives the process: also after a restart nothing is missed', async () => {
  await using first = await parlance()
  const ana = await first.user('Ana')
  const room = await ana.room()
  const socket = await ana.socket()
  await ana.send(room.id, 'before')
  const [received] = await socket.hears(room.id, 1)
  await ana.send(room.id, 'missed')
  await first.stop()

  await using second = await parlance(first.place)
  const back = await second
    .as(ana.token)
    .socket({ cursor: received?.cursor, received: { [room.id]: received?.seq } })
  expect(texts(back.events)).toEqual(['missed'])
})

test('[RES-5] a snapshot’s cursor begins where the snapshot ends', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const sending = Promise.all(Array.from({ length: 60 }, (_, i) => ana.send(room.id, `${i}`)))
  const page = await ana.ask('GET', `/rooms/${room.id}/messages?limit=200`)
  await sending
  const received = { [room.id]: page.seq }
  const socket = await ana.socket({ cursor: page.cursor, received })
  const told = [...page.messages.map((m: { text: string }) => m.text), ...texts(socket.events)]
  expect(told.toSorted()).toEqual(Array.from({ length: 60 }, (_, i) => `${i}`).toSorted())
})

test('[RES-6] what cannot be replayed whole is not replayed at all: reset, and then it is live', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const before = await ana.socket()
  const { cursor } = before.ready
  before.close()
  const lots = Array.from({ length: 10_001 }, (_, i) => `${i}`)
  for (let i = 0; i < lots.length; i += 50)
    await Promise.all(lots.slice(i, i + 50).map((text) => ana.send(room.id, text)))
  const back = await ana.socket({ cursor })
  expect(back.frames.slice(0, 2).map((f) => f.type)).toEqual(['reset', 'ready'])
  expect(back.events).toEqual([])
  const sent = await ana.send(room.id, 'live')
  expect((await back.hears(room.id, 1))[0]).toMatchObject({ seq: sent.seq })
}, 180_000)

test('[RES-7] a forged cursor, another server’s cursor and a word that is none are refused alike', async () => {
  await using server = await parlance()
  await using other = await parlance()
  const ana = await server.user('Ana')
  const foreign = (await (await other.user('Ana')).socket()).ready.cursor
  const own = (await ana.socket()).ready.cursor
  const forged = own.replace(/^./, (c: string) => (c === 'm' ? 'n' : 'm'))
  for (const cursor of [foreign, forged, 'nonsense', `${own}x`, own.toUpperCase()]) {
    const socket = await ana.socket({ cursor })
    expect(await socket.ends()).toEqual({ code: 4400, reason: 'invalid_cursor' })
    const stream = await ana.stream(cursor)
    expect([stream.response.status, (await stream.response.json()).code]).toEqual([
      400,
      'invalid_cursor',
    ])
  }
  expect((await ana.socket({ cursor: own })).ready).toBeDefined()
})

test('[RES-8] opening while others talk leaves no hole between the replay and what is live', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const { cursor } = (await ana.socket()).ready
  const sending = (async () => {
    for (let i = 0; i < 200; i++) await ana.send(room.id, `${i}`)
  })()
  const sockets = []
  for (let i = 0; i < 20; i++) {
    sockets.push(await ana.socket({ cursor, received: { [room.id]: room.seq } }))
    await Bun.sleep(0)
  }
  await sending
  const expected = Array.from({ length: 200 }, (_, i) => `${i}`)
  for (const socket of sockets) expect(texts(await socket.hears(room.id, 200))).toEqual(expected)
})

test('[RES-10] ready says what moved just now: told when coming back, nothing comes again', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  await ana.send(room.id, 'before')
  const first = await ana.socket()
  const { cursor, received } = first.ready
  first.close()
  expect(texts((await ana.socket({ cursor, received })).events)).toEqual([])
  await ana.send(room.id, 'missed')
  expect(texts((await ana.socket({ cursor, received })).events)).toEqual(['missed'])
})

test('[RES-11] a cursor from before a restart misses nothing, though the clock was set back in between', async () => {
  await using first = await parlance()
  const ana = await first.user('Ana')
  const ben = await first.user('Ben')
  const room = await ana.room('group', ben)
  setSystemTime(Date.now() + 20_000)
  const { cursor, received } = (await ben.socket()).ready
  await first.stop()
  setSystemTime()

  await using second = await parlance(first.place)
  await new Client(second.url, ana.token, ana.id).send(room.id, 'said afterwards')
  const back = await new Client(second.url, ben.token, ben.id).socket({ cursor, received })
  expect(texts(back.events)).toEqual(['said afterwards'])
})

test('[RES-11] a stream that is cut while it resumes forgets nothing, though the clock was set back', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const one = await ana.room('group', ben)
  const other = await ana.room('group', ben)
  setSystemTime(Date.now() + 20_000)
  const before = await ben.stream()
  await ana.send(one.id, 'received')
  await before.hears(one.id, 1)
  before.close()
  setSystemTime()
  await ana.send(other.id, 'missed')

  const cut = await ben.stream(before.lastId)
  expect(texts(cut.events)).toEqual(['missed'])
  cut.close()
  // It had come as far as that, and not yet to what says from where it is live.
  const { id } = cut.said.find(({ data }) => data?.includes('missed')) ?? {}
  expect(texts((await ben.stream(id)).events)).toEqual([])
})
