import { expect, test } from 'bun:test'
import type { Message, MyRoom } from '../protocol/entities.ts'
import type { Client } from './support/client.ts'
import { asked } from './support/graphql.ts'
import { parlance } from './support/parlance.ts'

const mine = async (who: Client, room: string): Promise<MyRoom> =>
  (await who.ask('GET', '/rooms')).rooms.find((r: MyRoom) => r.id === room)

test('[UNR-1] unread is what stands after my pointer and is not mine, the same on every device', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const first = await ana.send(room.id, '1')
  await ben.send(room.id, 'mine does not count')
  await ana.send(room.id, '2')
  expect(await mine(ben, room.id)).toMatchObject({
    unread: 2,
    readSeq: 0,
    lastMessage: { text: '2' },
  })

  const read = await ben.ask('PUT', `/rooms/${room.id}/read`, { seq: first.seq })
  expect(read).toEqual({ readSeq: first.seq, unread: 1 })
  const socket = await ben.socket()
  const listed = await socket.command('rooms.list', {})
  expect(listed.rooms).toMatchObject([{ unread: 1, readSeq: first.seq }])
})

test('[UNR-2] everyone in the room hears how far somebody has read; reading again says nothing', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const socket = await ana.socket()
  const { seq } = await ana.send(room.id, 'read me')
  await ben.ask('PUT', `/rooms/${room.id}/read`, { seq })
  await ben.ask('PUT', `/rooms/${room.id}/read`, { seq })
  await ana.send(room.id, 'last')
  const received = await socket.hears(room.id, 3)
  expect(received.map((e) => e.type)).toEqual([
    'message.created',
    'receipt.read',
    'message.created',
  ])
  expect(received[1]).toMatchObject({ user: { id: ben.id }, readSeq: seq })
})

test('[UNR-3] the pointer moves neither back nor past the end', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const { seq } = await ana.send(room.id, 'x')
  await ana.ask('PUT', `/rooms/${room.id}/read`, { seq })
  const back = await ana.call('PUT', `/rooms/${room.id}/read`, { seq: seq - 1 })
  expect([back.status, back.body.code]).toEqual([409, 'read_behind'])
  const { body } = await ana.call('PUT', `/rooms/${room.id}/read`, { seq: seq + 100 })
  expect(body.code).toBe('read_ahead')
  expect((await mine(ana, room.id)).readSeq).toBe(seq)
})

test('[HIS-1] pages go by seq: the latest, before, after and around, each oldest first', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const sent: Message[] = []
  for (let i = 0; i < 10; i++) sent.push(await ana.send(room.id, `${i}`))
  const at = (i: number) => sent[i]?.seq
  const page = async (query: string) =>
    (await ana.history(room.id, query)).map((m) => m.text).join('')
  expect(await page('?limit=3')).toBe('789')
  expect(await page(`?before=${at(7)}&limit=3`)).toBe('456')
  expect(await page(`?after=${at(2)}&limit=3`)).toBe('345')
  expect(await page('?after=0&limit=3')).toBe('012')
  expect(await page(`?around=${at(5)}&limit=4`)).toBe('3456')
  expect(await page(`?before=${at(0)}`)).toBe('')
  expect(await page(`?after=${at(9)}`)).toBe('')
})

test('[HIS-2] the lobby’s activity is a list of who came, left and said what', async () => {
  await using server = await parlance()
  const made = await (
    await fetch(`${server.url}/api/v1/guests`, { method: 'POST', body: '{"name":"Ana"}' })
  ).json()
  const ana = server.as(made.token)
  await ana.ask('PUT', `/rooms/${server.lobby}/members/me`)
  await ana.send(server.lobby, 'hello')
  await ana.ask('DELETE', `/rooms/${server.lobby}/members/me`)
  expect(await (await fetch(`${server.url}/api/history`)).json()).toEqual([
    { event_type: 'connected', username: 'Ana' },
    { event_type: 'message', username: 'Ana', message: 'hello' },
    { event_type: 'disconnected', username: 'Ana' },
  ])
  const headers = { authorization: `Bearer ${ana.token}` }
  const detailed = await (await fetch(`${server.url}/api/history?detail=true`, { headers })).json()
  expect(detailed).toMatchObject([
    { event_type: 'connected', user: made.user.id },
    { event_type: 'message', message: 'hello', at: expect.any(String) },
    { event_type: 'disconnected', username: 'Ana' },
  ])
  const seqs: number[] = detailed.map(({ seq }: { seq: number }) => seq)
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
  expect(await (await fetch(`${server.url}/api/history?detail=true`)).json()).toEqual(
    detailed.map(({ event_type, username, message }: Record<string, string>) => ({
      event_type,
      username,
      ...(message && { message }),
    })),
  )
  expect(await (await fetch(`${server.url}/api/health`)).json()).toMatchObject({ status: 'ok' })
})

test('[UNR-6] what was said before one joined is not unread: who joined, was added, was invited or is back, on REST, sockets and GraphQL', async () => {
  await using server = await parlance()
  const people = ['Ana', 'Ben', 'Cleo', 'Dan'].map((name) => server.user(name))
  const [ana, ben, cleo, dan] = (await Promise.all(people)) as [Client, Client, Client, Client]
  for (const who of [ben, cleo, dan]) await who.ask('GET', '/me')
  const room = await ana.room('public')
  const path = `/rooms/${room.id}`
  const root = await ana.send(room.id, 'before')
  await ana.send(room.id, 'below', { thread: root.id })
  await ana.send(room.id, 'before, too')
  /** Unread in the room, said in six ways, and below a message, said in two. */
  const unread = async (who: Client) => {
    await who.ask('PUT', `${path}/threads/${root.id}/follow`)
    const socket = await who.socket()
    const rooms = [
      await mine(who, room.id),
      (await who.ask('GET', `/rooms?id=${room.id}`)).rooms[0],
      (await socket.command('rooms.list', {})).rooms[0],
      (await asked(who, '{ rooms { nodes { unread } } }')).rooms.nodes[0],
    ].map((each) => each.unread)
    const listed = (await who.ask('GET', `${path}/unread`)).messages.length
    const inGraph = `{ unreadMessages(room: "${room.id}") { nodes { id } } }`
    const inThread = [
      (await who.ask('GET', '/threads')).threads[0],
      await who.ask('GET', `${path}/threads/${root.id}`),
    ].map((each) => each.unread)
    const ofRoom = [...rooms, listed, (await asked(who, inGraph)).unreadMessages.nodes.length]
    expect([ofRoom, inThread]).toEqual([Array(6).fill(listed), Array(2).fill(inThread[0])])
    return [listed, inThread[0]]
  }
  await ben.ask('PUT', `${path}/members/me`)
  await ana.ask('PUT', `${path}/members/${cleo.id}`)
  const { code } = await ana.ask('POST', `${path}/invitations`, {})
  await dan.ask('POST', '/invitations/accept', { code })
  for (const who of [ben, cleo, dan]) {
    expect((await who.history(room.id)).map((m) => m.text)).toEqual(['before', 'before, too'])
    expect(await unread(who)).toEqual([0, 0])
    expect(await who.ask('PUT', '/read')).toEqual({ rooms: 0 })
  }
  await ana.send(room.id, 'after')
  await ana.send(room.id, 'below, after', { thread: root.id })
  expect(await unread(cleo)).toEqual([1, 1])
  // Reading what is older takes nothing away, and brings nothing back.
  expect((await cleo.ask('PUT', `${path}/read`, { seq: root.seq })).unread).toBe(1)
  expect(await cleo.ask('PUT', '/read')).toEqual({ rooms: 1 })
  // Whoever wants to see history as unread says so.
  const marked = await dan.ask('PUT', `${path}/unread`, { seq: root.seq })
  expect([marked.unread, (await unread(dan))[0]]).toEqual([3, 3])

  for (const who of [ben, dan]) await who.ask('DELETE', `${path}/members/me`)
  await ana.send(room.id, 'while they were away')
  for (const who of [ben, dan]) {
    await who.ask('PUT', `${path}/members/me`)
    expect(await unread(who)).toEqual([0, 0])
  }
  const last = await ana.send(room.id, 'back')
  expect(await unread(ben)).toEqual([1, 0])
  expect((await ben.ask('GET', `${path}/unread`)).messages).toEqual([last])
})
