import { expect, test } from 'bun:test'
import type { MyRoom } from '../protocol/entities.ts'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'

async function setUp(type: 'group' | 'announcement' = 'group') {
  const server = await parlance()
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  const room = await ana.room(type, ben, cleo)
  return {
    server,
    ana,
    ben,
    cleo,
    room,
    mine: async (who: Client): Promise<MyRoom> => (await who.ask('GET', '/rooms')).rooms[0],
    member: async (who: Client) =>
      (await ana.ask('GET', `/rooms/${room.id}/members`)).members.find(
        (m: { user: { id: string } }) => m.user.id === who.id,
      ),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[RCP-1] who has seen a message is listed, with when they first had', async () => {
  await using at = await setUp()
  const said = await at.ana.send(at.room.id, 'one')
  const later = await at.ana.send(at.room.id, 'two')
  const seen = async (id: string) =>
    (await at.ana.ask('GET', `/rooms/${at.room.id}/messages/${id}/seen`)).seen
  expect(await seen(said.id)).toEqual([])
  const socket = await at.ana.socket()
  await at.ben.ask('PUT', `/rooms/${at.room.id}/read`, { seq: said.seq })
  const [event] = await socket.hears(at.room.id, 1)
  expect(await seen(said.id)).toEqual([{ user: { id: at.ben.id, name: 'Ben' }, at: event?.at }])
  await at.ben.ask('PUT', `/rooms/${at.room.id}/read`, { seq: later.seq })
  await at.cleo.ask('PUT', `/rooms/${at.room.id}/read`, { seq: later.seq })
  expect(await seen(said.id)).toMatchObject([
    { user: { id: at.ben.id }, at: event?.at },
    { user: { id: at.cleo.id } },
  ])
  expect(await seen(later.id)).toHaveLength(2)
})

test('[RCP-1] marks of many members at once are each stored and published once, forward only', async () => {
  await using at = await setUp()
  const first = await at.ana.send(at.room.id, 'one')
  const last = await at.ana.send(at.room.id, 'two')
  const socket = await at.ana.socket()
  const mark = (who: Client, seq: number) => who.call('PUT', `/rooms/${at.room.id}/read`, { seq })
  const answers = await Promise.all(
    [at.ben, at.cleo].flatMap((who) =>
      [last.seq, last.seq, first.seq].map((seq) => mark(who, seq)),
    ),
  )
  // The same seq again changes nothing, and an earlier seq after that is refused.
  for (const { status, body } of answers)
    expect(status === 200 || body.code === 'read_behind').toBe(true)
  const { seq } = await at.mine(at.ana)
  const events = await socket.hears(at.room.id, seq - last.seq)
  const reads = events.flatMap((event) => (event.type === 'receipt.read' ? [event] : []))
  for (const who of [at.ben, at.cleo]) {
    const seqs = reads.filter(({ user }) => user.id === who.id).map(({ readSeq }) => readSeq)
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
    expect(seqs.at(-1)).toBe(last.seq)
    expect((await at.mine(who)).readSeq).toBe(last.seq)
  }
})

test('[RCP-2] who reads in private is told to nobody, and counts as read on their own devices', async () => {
  await using at = await setUp()
  const { seq, id } = await at.ana.send(at.room.id, 'x')
  await at.ben.ask('PATCH', `/rooms/${at.room.id}/preferences`, { receipts: 'private' })
  const [ana, ben] = [await at.ana.socket(), await at.ben.socket()]
  await at.ben.ask('PUT', `/rooms/${at.room.id}/read`, { seq })
  await at.cleo.ask('PUT', `/rooms/${at.room.id}/read`, { seq }) // so that silence can be received
  const told = await ana.hears(at.room.id, 1)
  expect(told).toMatchObject([{ type: 'receipt.read', user: { id: at.cleo.id } }])
  expect(await ben.hears(`user:${at.ben.id}`, 1)).toMatchObject([
    { type: 'receipt.read', room: at.room.id, user: { id: at.ben.id }, readSeq: seq },
  ])
  expect(await at.mine(at.ben)).toMatchObject({ readSeq: seq, unread: 0 })
  expect(await at.member(at.ben)).toMatchObject({ readSeq: 0, deliveredSeq: 0 })
  const { seen } = await at.ana.ask('GET', `/rooms/${at.room.id}/messages/${id}/seen`)
  expect(seen).toMatchObject([{ user: { id: at.cleo.id } }])
})

test('[RCP-3] “unread from here” is one’s own mark, until one reads', async () => {
  await using at = await setUp()
  const seqs: number[] = []
  for (const text of ['1', '2', '3']) seqs.push((await at.ana.send(at.room.id, text)).seq)
  const [, second = 0, third = 0] = seqs
  await at.ben.ask('PUT', `/rooms/${at.room.id}/read`, { seq: third })
  const [ana, ben] = [await at.ana.socket(), await at.ben.socket()]
  const marked = await at.ben.ask('PUT', `/rooms/${at.room.id}/unread`, { seq: second })
  expect(marked).toEqual({ unreadFrom: second, unread: 2 })
  expect(await at.mine(at.ben)).toMatchObject({ readSeq: third, unreadFrom: second, unread: 2 })
  expect(await at.member(at.ben)).toMatchObject({ readSeq: third })
  await at.ben.ask('PUT', `/rooms/${at.room.id}/read`, { seq: third })
  expect((await at.mine(at.ben)).unreadFrom).toBeUndefined()
  const own = await ben.hears(`user:${at.ben.id}`, 2)
  expect(own).toMatchObject([
    { type: 'preferences.updated', unreadFrom: second },
    { type: 'preferences.updated' },
  ])
  expect(own[1]).not.toHaveProperty('unreadFrom')
  await at.ana.send(at.room.id, 'last')
  const received = await ana.hears(at.room.id, 1)
  expect(received).toMatchObject([{ type: 'message.created' }])
})

test('[RCP-4] how far somebody has received is received by all, forward only, and reading is receiving', async () => {
  await using at = await setUp()
  const [first, second] = [await at.ana.send(at.room.id, '1'), await at.ana.send(at.room.id, '2')]
  const socket = await at.ana.socket()
  const deliver = (seq: number) => at.ben.call('PUT', `/rooms/${at.room.id}/delivered`, { seq })
  expect((await deliver(second.seq)).body).toEqual({ deliveredSeq: second.seq })
  expect((await deliver(first.seq)).body).toEqual({ deliveredSeq: second.seq })
  expect((await deliver(second.seq + 1000)).body.code).toBe('read_ahead')
  await at.cleo.ask('PUT', `/rooms/${at.room.id}/read`, { seq: second.seq })
  expect(await socket.hears(at.room.id, 2)).toMatchObject([
    { type: 'receipt.delivered', user: { id: at.ben.id }, deliveredSeq: second.seq },
    { type: 'receipt.read', user: { id: at.cleo.id } },
  ])
  expect(await at.member(at.ben)).toMatchObject({ readSeq: 0, deliveredSeq: second.seq })
  expect(await at.member(at.cleo)).toMatchObject({ deliveredSeq: second.seq })
})

test('[RCP-5] a room that does without receipts tells nobody, and everybody’s unread is exact all the same', async () => {
  await using at = await setUp('announcement')
  const said = await at.ana.send(at.room.id, 'news')
  const socket = await at.ana.socket()
  await at.ben.ask('PUT', `/rooms/${at.room.id}/read`, { seq: said.seq })
  expect(await at.mine(at.ben)).toMatchObject({ unread: 0, readSeq: said.seq })
  await at.ana.send(at.room.id, 'more news')
  expect(await socket.hears(at.room.id, 1)).toMatchObject([{ type: 'message.created' }])
  const seen = await at.ana.call('GET', `/rooms/${at.room.id}/messages/${said.id}/seen`)
  expect(seen.body.code).toBe('feature_off')
})

test('[RCP-6] preferences are one’s own: on all devices, and through leaving and coming back', async () => {
  await using at = await setUp()
  const path = `/rooms/${at.room.id}/preferences`
  const socket = await at.ben.socket()
  const mutedUntil = '2030-01-01T00:00:00.000Z'
  const set = { notify: 'mentions', mutedUntil, favourite: true, position: 3 }
  const all = { ...set, receipts: 'public' }
  expect(await at.ben.ask('PATCH', path, set)).toEqual(all)
  expect(await socket.hears(`user:${at.ben.id}`, 1)).toMatchObject([{ preferences: all }])
  expect((await at.mine(at.ben)).preferences).toEqual(all as never)
  await at.ben.ask('DELETE', `/rooms/${at.room.id}/members/me`)
  await at.ana.ask('PUT', `/rooms/${at.room.id}/members/${at.ben.id}`)
  const after = await at.ben.ask('PATCH', path, { mutedUntil: null, position: null })
  expect(after).toEqual({ notify: 'mentions', favourite: true, receipts: 'public' })
  expect((await at.ben.call('PATCH', path, { notify: 'sometimes' })).body.code).toBe(
    'invalid_input',
  )
})

test('[ROO-10] with more than 200 members a room tells nobody who has read, and unread stays exact', async () => {
  await using at = await setUp()
  const crowd = await Promise.all(Array.from({ length: 198 }, (_, n) => at.server.user(`P${n}`)))
  for (const who of crowd) {
    await who.ask('GET', '/me')
    await at.ana.ask('PUT', `/rooms/${at.room.id}/members/${who.id}`)
  }
  const said = await at.ana.send(at.room.id, 'one')
  const socket = await at.ana.socket()
  await at.ben.ask('PUT', `/rooms/${at.room.id}/read`, { seq: said.seq })
  expect(await at.mine(at.ben)).toMatchObject({ memberCount: 201, unread: 0, readSeq: said.seq })
  await crowd[0]?.ask('DELETE', `/rooms/${at.room.id}/members/me`)
  await at.cleo.ask('PUT', `/rooms/${at.room.id}/read`, { seq: said.seq })
  expect(await socket.hears(at.room.id, 2)).toMatchObject([
    { type: 'member.left', memberCount: 200 },
    { type: 'receipt.read', user: { id: at.cleo.id } },
  ])
})
